"""The ledger's pages: whoever audits reads them, within their reach; the hash is computed before one's eyes."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from django.utils.translation import override

from luoshi.core.ledger import actions
from luoshi.core.ledger.facts import FACTS
from luoshi.core.ledger.queries import entries, head_of, lines
from luoshi.core.organisation.models import Person
from luoshi.desks.ledger.words import word
from luoshi.kinds.target.actions import Definition, Row, cascade, define
from luoshi.web.tests.excel_files import told

TASK = {"goal": 10 * 100, "unit_label": "项", "details": {"completion_mark": "办结"}}


def seqs(response) -> list[int]:
    return [int(seq) for seq in re.findall(r'href="/ledger/(\d+)/[^"]*" data-open', response.content.decode())]


@pytest.fixture
def written(world):
    """A task of 临港, a secret one of 望山, and an auditor whose reach is 临港 alone."""
    world.own = world.register("task", "公开的事", "lingang", **TASK)
    world.secret = world.register("task", "保密的事", "wangshan", **TASK)
    world.shared = world.register("task", "配合的事", "wangshan", supporting=["lingang"], **TASK)
    world.scoped = Person.objects.create_user("scoped", "审计员")
    actions.appoint(world.scoped, world.units["lingang"], title="审计", role="auditor", by=None)
    actions.relight(world.region)
    return world


def test_an_auditor_of_the_district_reads_everything_newest_first(client, written):
    client.force_login(written.auditor)
    found = seqs(client.get("/ledger/"))
    assert found == sorted(found, reverse=True)
    assert found[0] == head_of(written.region.pk).seq
    assert "保密的事" in client.get("/ledger/").content.decode()


def test_pages_follow_one_another_without_loss(client, written):
    for number in range(60):
        written.register("task", f"第 {number} 件", "lingang", **TASK)
    client.force_login(written.auditor)
    found, url = [], "/ledger/"
    while url:
        response = client.get(url)
        found += seqs(response)
        url = response.context["older"] and "/ledger/" + response.context["older"]
    assert found == list(range(head_of(written.region.pk).seq, 0, -1))


def test_filters(client, written):
    client.force_login(written.auditor)
    registered = seqs(client.get("/ledger/?fact=Registered"))
    assert len(registered) == 3
    assert seqs(client.get(f"/ledger/?subject={written.own.code}")) == [registered[-1]]
    assert len(seqs(client.get("/ledger/?by=林晓禾&fact=Registered"))) == 3
    assert len(seqs(client.get("/ledger/?by=linxiaohe&fact=Registered"))) == 3
    assert seqs(client.get("/ledger/?by=nobody")) == []
    assert client.get("/ledger/?entry=2")["Location"] == "/ledger/2/"
    assert client.get("/ledger/?entry=99,999").status_code == 404


@override("zh-hans")
@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_has_a_chinese_word_to_choose_by(fact):
    assert re.fullmatch(r"[\u4e00-\u9fff]+", word(fact))


@pytest.mark.parametrize("query", ["fact=Nothing", "subject=%00", "by=" + "x" * 80])
def test_what_cannot_be_read_is_named(client, written, query):
    client.force_login(written.auditor)
    response = client.get(f"/ledger/?{query}")
    assert response.status_code == 200
    assert 'data-level="warning"' in response.content.decode()


@pytest.mark.parametrize("query", ["before=abc", "before=-1", "before=9999999999999999999999", "entry=%00"])
def test_numbers_that_are_none_change_nothing(client, written, query):
    client.force_login(written.auditor)
    assert len(seqs(client.get(f"/ledger/?{query}"))) > 5


def test_an_entry_shows_its_text_and_its_hash_computed_again(client, written):
    client.force_login(written.auditor)
    row = entries(written.region.pk).get(subject=written.own.code)
    response = client.get(f"/ledger/{row.seq}/")
    assert response.context["holds"]
    page = response.content.decode().replace("<wbr>", "")
    assert row.hash in page
    assert head_of(written.region.pk, row.seq - 1).hash in page
    assert f"/matters/{written.own.code}/?head={row.seq}" in page
    assert client.get("/ledger/1/").context["holds"]


def test_an_entry_changed_behind_the_back_does_not_hold(client, written):
    from django.db import connection

    from luoshi.core.ledger import triggers

    row = entries(written.region.pk).get(subject=written.own.code)
    triggers.remove(connection)
    try:
        entries(written.region.pk).filter(pk=row.pk).update(text=row.text.replace("公开", "改过"))
    finally:
        triggers.install(connection)
    client.force_login(written.auditor)
    assert not client.get(f"/ledger/{row.seq}/").context["holds"]


def test_as_of_an_earlier_entry_the_book_ends_there(client, written):
    client.force_login(written.auditor)
    assert seqs(client.get("/ledger/?head=5"))[0] == 5
    assert client.get("/ledger/6/?head=5").status_code == 404


# Leaks


def test_an_auditor_of_one_unit_reads_of_its_matters_alone(client, written):
    client.force_login(written.scoped)
    page = client.get("/ledger/").content.decode()
    assert "公开的事" in page
    assert "配合的事" in page
    assert "保密的事" not in page
    assert seqs(client.get(f"/ledger/?subject={written.secret.code}")) == []
    hidden = entries(written.region.pk).get(subject=written.secret.code).seq
    assert client.get(f"/ledger/{hidden}/").status_code == 404
    assert client.get(f"/ledger/?entry={hidden}").status_code == 404
    neighbour = entries(written.region.pk).get(subject=written.own.code).seq
    assert f'/ledger/{hidden}/"' not in client.get(f"/ledger/{neighbour}/").content.decode()


def test_definitions_are_for_every_auditor_and_cascades_for_those_of_the_district(client, written):
    said = Definition(name="固投", unit_label="亿元", lead_unit=written.units["fagai"])
    define(written.plan, said, by=written.supervisor)
    row = Row(holder="wangshan", name="望山街道", level="unit", assigned=13355)
    cascade(written.plan, "固投", 2026, [row], by=written.supervisor, reason="年初分解")
    client.force_login(written.scoped)
    page = client.get("/ledger/").content.decode()
    assert "定义指标固投" in page
    assert "年初分解" not in page
    client.force_login(written.auditor)
    assert "年初分解" in client.get("/ledger/").content.decode()


def test_appointments_elsewhere_are_not_for_an_auditor_of_one_unit(client, written):
    client.force_login(written.scoped)
    for fact in ("Appointed", "Established"):
        page = client.get(f"/ledger/?fact={fact}").content.decode().split("<tbody")[-1]
        assert "发展改革局" not in page


@pytest.mark.parametrize("url", ["/ledger/", "/ledger/1/", "/ledger/?entry=1"])
def test_whoever_does_not_audit_finds_no_ledger(client, written, url):
    client.force_login(written.reporter)
    assert client.get(url).status_code == 404


def test_the_day_of_an_entry_is_said(client, written):
    client.force_login(written.auditor)
    assert dt.date(2026, 1, 4).isoformat() in client.get("/ledger/1/").content.decode()


# Excel


def test_the_ledger_holds_every_entry_of_the_question(client, written):
    for number in range(60):
        written.register("task", f"第 {number} 件", "lingang", **TASK)
    above, rows = told(client, written.auditor, "/ledger.xlsx", "en", before=9)
    head = head_of(written.region.pk).seq
    assert [row["Entry"] for row in rows] == list(range(head, 0, -1))
    assert above[2] == "Filters: none"
    with override("en"):
        (line,) = lines(entries(written.region.pk).filter(seq=head))
    first = rows[0]
    assert (first["Person"], first["Subject"], first["What happened"]) == (line.by_name, line.subject, line.sentence)
    assert abs(first["When"] - timezone.localtime(line.at).replace(tzinfo=None)) < dt.timedelta(minutes=1)
    above, rows = told(client, written.auditor, "/ledger.xlsx", "en", fact="Registered", subject=written.own.code)
    assert [(row["Fact"], row["Subject"]) for row in rows] == [("Registered", written.own.code)]
    assert above[2] == f"Filters: Fact Registered；Subject {written.own.code}"


def test_an_auditor_of_one_unit_has_the_entries_of_its_matters(client, written):
    page = str(told(client, written.scoped, "/ledger.xlsx", "en"))
    assert "公开的事" in page
    assert "保密的事" not in page
    client.force_login(written.reporter)
    assert client.get("/ledger.xlsx").status_code == 404
