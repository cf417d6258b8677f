"""The book cannot be rewritten unnoticed: the database refuses, and what was forced is found and named."""

import datetime as dt
import random

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from luoshi.core.ledger import actions, triggers
from luoshi.core.ledger.book import locked, record
from luoshi.core.ledger.facts import Established
from luoshi.core.ledger.models import Book, Entry
from luoshi.core.ledger.queries import fault, head_on
from luoshi.core.ledger.tests.district import YI, District, found, on


@pytest.fixture(params=["sha256", "sm3"])
def written(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> District:
    """A district with some entries, in a book of either algorithm."""
    monkeypatch.setattr(settings, "LEDGER_ALGORITHM", request.param)
    district = found()
    with on(2026, 2, 3):
        matter = district.target()
        for month, value in (("2026-01", 5), ("2026-02", 9)):
            district.verified(matter, month, value * YI)
    return district


@pytest.fixture
def forger(written: District):
    """Somebody with the database's password, who drops the triggers first."""
    triggers.remove(connection)
    yield written
    triggers.install(connection)


def named() -> str:
    with pytest.raises(CommandError) as caught:
        call_command("ledger", "verify")
    return str(caught.value)


def test_an_untouched_book_holds(written, capsys):
    call_command("ledger", "verify")
    book = Book.objects.get()
    assert str(book.head) in capsys.readouterr().out
    assert book.algorithm == settings.LEDGER_ALGORITHM


def test_the_database_refuses_change_and_deletion(written):
    for statement in (
        "UPDATE ledger_entry SET text = '{}' WHERE seq = 3", "UPDATE ledger_entry SET subject = subject",
        "DELETE FROM ledger_entry WHERE seq = 3", "DELETE FROM ledger_entry",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_models_refuse_as_well(written):
    entry = Entry.objects.order_by("seq")[2]
    for action in (entry.save, entry.delete, Entry.objects.filter(pk=entry.pk).delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            action()


COLUMNS = {
    "seq": 999, "at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "by": "xtong", "fact": "Verifies", "subject": "M-9999",
    "hash": "0" * 64,
}


def test_a_change_of_any_column_is_found_and_its_entry_named(forger):
    head = Book.objects.get().head
    for seq in (1, head // 2, head):
        entry = Entry.objects.get(seq=seq)
        for column, value in COLUMNS.items():
            Entry.objects.filter(pk=entry.pk).update(**{column: value})
            # A number that is taken away is missed where it stood.
            assert f" {seq} " in named().replace(":", " "), column
            Entry.objects.filter(pk=entry.pk).update(**{column: getattr(entry, column)})
    call_command("ledger", "verify")


def test_one_byte_of_any_text_is_found_and_its_entry_named(forger):
    chance = random.Random(1)
    for entry in Entry.objects.order_by("seq"):
        place = chance.randrange(len(entry.text))
        forged = entry.text[:place] + ("x" if entry.text[place] != "x" else "y") + entry.text[place + 1 :]
        Entry.objects.filter(pk=entry.pk).update(text=forged)
        assert f" {entry.seq} " in named().replace(":", " ")
        Entry.objects.filter(pk=entry.pk).update(text=entry.text)
    call_command("ledger", "verify")


def test_entries_cut_off_at_the_end_are_missed(forger):
    for kept in (5, 1, 0):
        Entry.objects.filter(seq__gt=kept).delete()
        assert f" {kept + 1} " in named()


def test_an_entry_taken_out_of_the_middle_is_missed(forger):
    Entry.objects.filter(seq=4).delete()
    assert " 4 " in named()


def test_an_entry_smuggled_in_behind_the_head_is_named(forger):
    last = Entry.objects.order_by("seq").last()
    seq = last.seq
    forged = {"by": "x", "fact": "Moved", "subject": "M", "text": "{}", "hash": "0" * 64}
    Entry.objects.create(book=last.book, seq=seq + 1, at=last.at, **forged)
    assert f" {seq + 1} " in named()


def test_a_head_that_was_printed_proves_a_chain_written_anew(forger):
    """Whoever recomputes all hashes and the book is found by whoever kept a bulletin."""
    from luoshi.engine.chain import GENESIS, link

    book, printed = Book.objects.get(), Entry.objects.get(seq=7).hash
    previous = GENESIS
    for entry in Entry.objects.order_by("seq"):
        text = entry.text.replace("何", "河") if entry.seq != 3 else entry.text.replace("wh", "wx")
        previous = link(previous, text, book.algorithm)
        Entry.objects.filter(pk=entry.pk).update(text=text, hash=previous)
    Book.objects.update(head_hash=previous)
    assert fault(Book.objects.get()) is None
    assert Entry.objects.get(seq=7).hash != printed


def test_recording_without_the_lock_is_a_mistake_of_ours(transactional_db):
    district = found()
    book = Book.objects.get(region=district.region)
    fact = Established(subject="x", name="x", kind="street", parent="wh", aliases=[])
    with pytest.raises(RuntimeError):
        record(fact, book=book, by=None)


def test_time_never_runs_backwards_in_a_book(district):
    with on(2026, 3, 1):
        district.target()
    with on(2026, 2, 1):
        district.target()
    times = list(Entry.objects.order_by("seq").values_list("at", flat=True))
    assert times == sorted(times)
    with on(2026, 2, 15) as _:
        assert head_on(district.region.pk, dt.datetime(2026, 2, 15, tzinfo=dt.UTC)).seq == Entry.objects.count() - 2


def test_an_action_within_an_action_does_not_break_the_chain(district):
    with on(2026, 2, 3), transaction.atomic():
        book = locked(district.region.pk)
        district.target()  # writes by its own copy of the book
        fact = Established(subject="x", name="某街道", kind="street", parent="wh", aliases=[])
        record(fact, book=book, by=None)
    assert fault(Book.objects.get()) is None


def test_what_fails_while_it_is_projected_leaves_nothing(district, monkeypatch):
    from luoshi.core.ledger import settling

    with on(2026, 2, 3):
        matter = district.target()
        before = Book.objects.get().head
        monkeypatch.setattr(settling, "keep_states", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            district.report(matter, "2026-01", YI)
    assert (Book.objects.get().head, Entry.objects.count()) == (before, before)
    matter.refresh_from_db()
    assert matter.pending is None
    assert actions.reportable_periods(matter)
