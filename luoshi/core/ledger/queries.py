"""Questions to the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from luoshi.core.ledger.book import fact_of
from luoshi.core.ledger.models import Book, Entry, Evidence, Reading, Report, Tally
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.queries import at
from luoshi.engine.chain import GENESIS, Break, first_break


@dataclass(frozen=True)
class Head:
    """The last entry of a book at some time: what a page was computed from."""

    seq: int
    hash: str
    at: dt.datetime | None


@dataclass(frozen=True)
class Line:
    """One entry as people read it."""

    seq: int
    at: dt.datetime
    by_name: str
    fact: str
    subject: str
    sentence: str


def book_of(region_id: int) -> Book:
    return Book.objects.get(region_id=region_id)


def _book(region_id: int) -> Subquery:
    # A value and not a join: only then does PostgreSQL read the entries of one book in their order.
    return Subquery(Book.objects.filter(region=region_id).values("pk"))


def head_of(region_id: int, seq: int | None = None) -> Head:
    """The book's head now, or the head it had at entry `seq`. Raises Entry.DoesNotExist for an entry it has not."""
    return head_in(book_of(region_id), seq)


def head_in(book: Book, seq: int | None = None) -> Head:
    """The same of a book that was read already."""
    if seq is None or seq == book.head:
        return Head(book.head, book.head_hash, book.head_at)
    entry = Entry.objects.get(book=book, seq=seq)
    return Head(entry.seq, entry.hash, entry.at)


def head_on(region_id: int, moment: dt.datetime) -> Head:
    """The head as it stood at a moment; entry 0 before the first."""
    entry = Entry.objects.filter(book=_book(region_id), at__lte=moment).order_by("-seq").first()
    return Head(entry.seq, entry.hash, entry.at) if entry else Head(0, GENESIS, None)


def lines(entries: Iterable[Entry]) -> list[Line]:
    return [
        Line(e.seq, e.at, e.parsed["by_name"], e.fact, e.subject, fact_of(e).describe()) for e in entries
    ]


def entries_about(region_id: int, subject: str, *, head: int | None = None) -> QuerySet[Entry]:
    """Entries on one subject, newest first."""
    entries = Entry.objects.filter(book=_book(region_id), subject=subject)
    return (entries if head is None else entries.filter(seq__lte=head)).order_by("-seq")


def entries(region_id: int) -> QuerySet[Entry]:
    """Every entry of the book, newest first."""
    return Entry.objects.filter(book=_book(region_id)).order_by("-seq")


def reports_of(matter_id: int, head: int | None = None) -> QuerySet[Report]:
    """A matter's reports with their readings and evidence, newest first."""
    reports = Report.objects.filter(matter=matter_id).prefetch_related("readings", "evidence")
    return (reports if head is None else reports.filter(made__lte=head)).order_by("-made")


def reports_for(matters: Collection[int], periods: Collection[str]) -> QuerySet[Report]:
    """Every report of some matters for some periods, whatever became of it, with its readings; oldest first."""
    found = Report.objects.filter(matter__in=matters, period__in=periods)
    return found.prefetch_related("readings").order_by("made")


def series(
    matter_id: int, measure: str, year: int | None = None, head: int | None = None
) -> list[tuple[str, int, bool]]:
    """(period, value, verified) by period: the verified figure where one stands, else the waiting one."""
    readings = Reading.objects.filter(matter=matter_id, measure=measure)
    readings = readings.filter(superseded=None) if head is None else readings.filter(at(head))
    if year:
        readings = readings.filter(period__startswith=f"{year}-")
    found: dict[str, tuple[str, int, bool]] = {}
    for row in readings.order_by("period", "made"):
        verified = row.verified is not None and (head is None or row.verified <= head)
        if verified or row.period not in found:
            found[row.period] = (row.period, row.value, verified)
    return list(found.values())


def readings_of(
    matters: Collection[int], measure: str, years: Collection[int], head: int | None = None
) -> dict[int, dict[str, int]]:
    """Matter → month → verified figure of one measure in some years: one query, whatever the number of matters."""
    verified = Q(superseded=None, verified__isnull=False) if head is None else at(head) & Q(verified__lte=head)
    of_years = Q(pk__in=[])
    for year in years:
        of_years |= Q(period__startswith=f"{year}-")
    rows = Reading.objects.filter(verified, of_years, measure=measure, matter__in=matters).order_by("period", "made")
    found: dict[int, dict[str, int]] = {}
    for matter, period, value in rows.values_list("matter", "period", "value"):
        found.setdefault(matter, {})[period] = value
    return found


def waiting(person: Person) -> QuerySet[Report]:
    """Reports that wait for this person's verification, oldest first."""
    # Asked report by report: those that wait are few, the matters that somebody verifies are not.
    mine = Exists(Matter.objects.verifiable_by(person).filter(pk=OuterRef("matter")))
    reports = Report.objects.filter(verified=None, returned=None, superseded=None).exclude(by=person.username)
    return reports.filter(mine).select_related("matter", "matter__lead_unit").order_by("made")


def returned(person: Person) -> QuerySet[Report]:
    """Reports returned to the person's units and not yet sent again, oldest first."""
    again = Report.objects.filter(matter=OuterRef("matter"), period=OuterRef("period"), made__gt=OuterRef("made"))
    mine = Matter.objects.reportable_by(person).filter(pk=OuterRef("matter"))
    reports = Report.objects.filter(Exists(mine), ~Exists(again), returned__isnull=False)
    return reports.select_related("matter").order_by("made")


def returned_matters(plan_id: int, head: int | None = None) -> QuerySet[Report]:
    """Keys of the plan's matters with a report that was returned and not yet sent again, now or at entry `head`."""
    last = {} if head is None else {"made__lte": head}
    sent = Report.objects.filter(matter=OuterRef("matter"), period=OuterRef("period"), **last)
    again = sent.filter(made__gt=OuterRef("made"))
    returned_by_then = Q(returned__isnull=False) if head is None else Q(returned__lte=head)
    return Report.objects.filter(returned_by_then, ~Exists(again), matter__plan=plan_id).values("matter")  # type: ignore[return-value]


def evidence_seen_by(person: Person) -> QuerySet[Evidence]:
    """Files of matters that the person may see. A table that proves several is for those who may see all of them."""
    visible = Matter.objects.visible_to(person)
    same = Evidence.objects.filter(digest=OuterRef("digest"), report__by=OuterRef("report__by"))
    return Evidence.objects.filter(~Exists(same.exclude(matter__in=visible)), matter__in=visible)


def tallies(plan_id: int, head: int | None = None) -> QuerySet[Tally]:
    """The tallies in force now or at entry `head`, without empty ones."""
    rows = Tally.objects.filter(plan=plan_id).exclude(count=0)
    return rows.filter(superseded=None) if head is None else rows.filter(at(head))


def lights(plan_id: int, units: QuerySet[Unit] | None = None, head: int | None = None) -> dict[str, int]:
    """Open matters by light, of all units or of some."""
    rows = tallies(plan_id, head)
    rows = rows if units is None else rows.filter(unit__in=units)
    return dict(rows.values_list("light").annotate(n=Sum("count")))


def lights_by_kind(plan_id: int) -> dict[str, int]:
    """Open matters by kind, now."""
    return dict(tallies(plan_id).values_list("kind").annotate(n=Sum("count")))


def names_then(region_id: int, head: int) -> dict[str, str]:
    """Unit code → the name it bore at entry `head`, of the units renamed since then."""
    since = Entry.objects.filter(book=_book(region_id), fact="Renamed", seq__gt=head).order_by("-seq")
    return {entry.subject: entry.parsed["data"]["before"] for entry in since}


def books() -> QuerySet[Book]:
    return Book.objects.select_related("region").order_by("pk")


def fault(book: Book) -> Break | None:
    """The first entry at which the chain does not hold; None when it holds up to the head and ends there."""
    head = Book.objects.get(pk=book.pk)  # entries may be written while this reads: it looks no further than here
    rows = Entry.objects.filter(book=head, seq__lte=head.head).order_by("seq").values_list("seq", "text", "hash")
    if found := first_break(rows.iterator(chunk_size=5000), algorithm=head.algorithm):
        return found
    last = rows.last() or (0, "", GENESIS)
    if (last[0], last[2]) != (head.head, head.head_hash):
        return Break(last[0] + 1, "gap")
    beyond = Entry.objects.filter(book=head, seq__gt=F("book__head")).order_by("seq").first()
    return Break(beyond.seq, "order") if beyond else None


def columns_disagree(book: Book) -> int | None:
    """The first entry whose search columns say something else than its hashed text."""
    for entry in Entry.objects.filter(book=book).order_by("seq").iterator(chunk_size=2000):
        data = entry.parsed
        told = (data["seq"], data["by"], data["fact"], data["data"]["subject"], dt.datetime.fromisoformat(data["at"]))
        if told != (entry.seq, entry.by, entry.fact, entry.subject, entry.at):
            return entry.seq
    return None


def live_reports(matters: Iterable[int], periods: Iterable[str], head: int) -> QuerySet[Report]:
    """Reports that, at entry `head`, were neither returned nor replaced; oldest first."""
    return _live(head).filter(matter__in=list(matters), period__in=list(periods)).order_by("made")


def live_report_of(matter: OuterRef, period: str, head: int, **more: object) -> Exists:
    """Whether a matter has such a report for the period, as a condition; `more` is asked of the report too."""
    return Exists(_live(head).filter(matter=matter, period=period, **more))


def judged_by(person: Person, head: int) -> QuerySet[Report]:
    """The person's own reports that said how sure they were, of those that stood at entry `head`; newest first."""
    return _live(head).filter(by=person.username, confidence__isnull=False).select_related("matter").order_by("-made")


def _live(head: int) -> QuerySet[Report]:
    ended = Q(returned__lte=head) | Q(superseded__lte=head)
    return Report.objects.filter(made__lte=head).exclude(ended)
