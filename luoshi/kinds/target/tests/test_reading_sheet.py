"""Own figures brought as a table: each row a report that waits, its evidence the workbook, twice the same nothing."""

from __future__ import annotations

import io
from dataclasses import dataclass

import openpyxl
import pytest
from django.utils.translation import override

from luoshi.core.ledger import actions, replay
from luoshi.core.ledger.asof import Moment
from luoshi.core.ledger.queries import head_of, reports_of
from luoshi.core.ledger.tests.district import YI, on
from luoshi.core.matters.models import Matter
from luoshi.engine.periods import Period
from luoshi.kinds.target.actions import Definition, define
from luoshi.kinds.target.sheets.readings import Readings
from luoshi.web.sheets import Brought, Line, Refused

SHEET = Readings()


@dataclass(frozen=True)
class Ground(Moment):
    brought: Brought


@pytest.fixture
def brought_file(tmp_path, settings):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    path = tmp_path / "original.xlsx"
    path.write_bytes(file.getvalue())
    return Brought("六月报表.xlsx", path)


@pytest.fixture
def district(district):
    with on(2026, 7, 3), override("en"):
        for name, label, nature, cadence in (
            ("固投", "亿元", "cumulative", "month"),
            ("增加值增速", "%", "rate", "quarter"),
            ("利用外资", "万元", "cumulative", "month"),
        ):
            said = Definition(name=name, unit_label=label, nature=nature, cadence=cadence, lead_unit=district.unit)
            define(district.plan, said, by=district.supervisor)
        yield district


@pytest.fixture
def matters(district):
    rate = {"unit_label": "%", "details": {"indicator": "增加值增速", "source": ""}}
    foreign = {"details": {"indicator": "利用外资", "source": ""}, "lead_unit": district.other, "unit_label": "万元"}
    return {
        "固投": district.target("固投"),
        "增速": district.target("增速", goal=600, **rate),
        "外资": district.target("外资", goal=YI, **foreign),
    }


def ground(district, file):
    return Ground(district.region, district.plan, None, head_of(district.region.pk), file)


def line(number=2, **said):
    values = {"matter": "固投", "period": "2026-06", "value": "", "note": "", "unit": "", **said}
    return Line(number, values, {code: code[0].upper() for code in values})


def judged(district, file, *lines, by="reporter"):
    return list(SHEET.compare(iter(lines), person=district.people[by], ground=ground(district, file)))


def brought(district, file, *lines, by="reporter"):
    changes = judged(district, file, *lines, by=by)
    payloads = [change.payload for change in changes if change.state in ("new", "changed")]
    SHEET.apply(payloads, person=district.people[by], ground=ground(district, file), reason="六月数据")
    return [change.state for change in changes]


def test_each_row_is_a_report_that_waits_with_the_workbook_as_its_evidence(district, matters, brought_file):
    rows = [line(2, value="58.5", note="全口径"), line(3, matter="M-0002", value="-0.4"), line(4, period="2026-05")]
    assert brought(district, brought_file, *rows) == ["new", "new", "unchanged"]
    (first,), (second,) = reports_of(matters["固投"].pk), reports_of(matters["增速"].pk)
    assert (first.state, first.note, first.by) == ("waiting", "全口径", "reporter")
    assert second.note == "六月数据"
    assert [reading.value for reading in (*first.readings.all(), *second.readings.all())] == [585 * YI // 10, -40]
    (file,), (same,) = first.evidence.all(), second.evidence.all()
    assert (file.name, file.digest) == ("六月报表.xlsx", same.digest)
    stored = [path for path in (brought_file.path.parent / "evidence").rglob("*") if path.is_file()]
    assert len(stored) == 1
    actions.verify(first, by=district.supervisor, grade="C")
    assert Matter.objects.get(pk=matters["固投"].pk).value == 585 * YI // 10
    assert replay.check()


def test_twice_is_once_and_a_correction_is_a_new_report(district, matters, brought_file):
    brought(district, brought_file, line(value="58.5"))
    before = head_of(district.region.pk).seq
    payloads = [change.payload for change in judged(district, brought_file, line(value="60"))]
    assert brought(district, brought_file, line(value="58.50")) == ["unchanged"]
    assert head_of(district.region.pk).seq == before
    for _again in range(2):
        SHEET.apply(payloads, person=district.reporter, ground=ground(district, brought_file), reason="更正")
    assert head_of(district.region.pk).seq == before + 1
    assert [report.state for report in reports_of(matters["固投"].pk)] == ["waiting", "replaced"]
    assert brought(district, brought_file, line(value="58.5")) == ["changed"]
    assert replay.check()


def test_what_was_returned_may_be_sent_again(district, matters, brought_file):
    brought(district, brought_file, line(value="58.5"))
    actions.return_report(reports_of(matters["固投"].pk)[0], by=district.supervisor, reason="补充说明")
    assert brought(district, brought_file, line(value="58.5", note="已补充")) == ["new"]
    assert reports_of(matters["固投"].pk)[0].state == "waiting"


def test_who_reported_meanwhile_is_not_overwritten(district, matters, brought_file):
    (change,) = judged(district, brought_file, line(value="58.5"))
    district.report(matters["固投"], "2026-06", 57 * YI)
    with pytest.raises(Refused) as caught:
        SHEET.apply([change.payload], person=district.reporter, ground=ground(district, brought_file), reason="六月")
    assert "while you were writing" in caught.value.reasons[0]


@pytest.mark.parametrize(
    ("said", "column", "words"),
    [
        ({"value": "1", "period": "2026-01"}, "period", "is closed to reports"),
        ({"value": "1", "period": "2026-08"}, "period", "outside this matter's time"),
        ({"value": "1", "period": "2025-12"}, "period", "outside this matter's time"),
        ({"value": "1", "period": "2026Q2"}, "period", "last month"),
        ({"value": "5", "matter": "增加值增速", "period": "2026-05"}, "period", "once a quarter"),
        ({"value": "1201"}, "value", "ten times the goal"),
        ({"value": "-1"}, "value", "negative"),
        ({"value": "1.00000000001"}, "value", "decimals"),
        ({"value": "1", "note": "长" * 501}, "note", "At most 500"),
        ({"value": "1", "matter": "固投(美元)"}, "matter", "counted in 美元"),
        ({"value": "1", "matter": "利用外资"}, "matter", "yours to report"),
        ({"value": "1", "matter": "M-0003"}, "matter", "yours to report"),
        ({"value": "1", "matter": "没有的"}, "matter", "yours to report"),
        ({"value": "1", "unit": "交通运输局"}, "unit", "no such target of 交通运输局"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_column_and_reason(district, matters, brought_file, said, column, words):
    actions.close_period(district.plan, Period.parse("2026-01"), by=district.supervisor)
    (change,) = judged(district, brought_file, line(7, **said))
    assert (change.number, change.state) == (7, "refused")
    ((code, reason),) = change.reasons
    assert code == column
    assert words in str(reason)


def test_a_target_of_several_units_is_told_apart_by_its_unit(district, matters, brought_file):
    details = {"indicator": "固投", "source": "", "scope": "unit"}
    district.target("固投", goal=40 * YI, details=details)
    (change,) = judged(district, brought_file, line(value="1"))
    assert "M-0001 发展改革局" in str(change.reasons[0][1])
    twice = judged(district, brought_file, line(2, value="1", matter="m-0001"), line(3, value="2", matter="M-0001"))
    assert [change.state for change in twice] == ["new", "refused"]
    foreign = {"matter": "利用外资(亿元)", "unit": "交通运输局"}
    assert brought(district, brought_file, line(value="11", **foreign), by="stranger") == ["refused"]
    assert brought(district, brought_file, line(value="0.3", **foreign), by="stranger") == ["new"]


def test_text_that_is_brought_is_a_claim(district, matters, tmp_path, settings):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    path = tmp_path / "original.txt"
    path.write_text("固投,2026-06,58.5", encoding="utf-8")
    assert brought(district, Brought("报表.csv", path), line(value="58.5")) == ["new"]
    assert not reports_of(matters["固投"].pk)[0].evidence.all()


def test_a_chunk_is_compared_with_as_many_queries_as_a_line(district, matters, brought_file, django_assert_num_queries):
    for number in range(40):
        district.target(f"其他{number}")
    assert SHEET.may(district.reporter)
    for count in (1, 40):
        rows = [line(number, matter=f"其他{number}", value="1") for number in range(count)]
        here = ground(district, brought_file)
        with django_assert_num_queries(7):
            found = list(SHEET.compare(iter(rows), person=district.reporter, ground=here))
        assert [change.state for change in found] == ["new"] * count


def test_what_is_due_is_offered_and_brought_again_unchanged(district, matters, brought_file):
    brought(district, brought_file, line(value="58.5"))
    rows = list(SHEET.rows(person=district.reporter, ground=ground(district, brought_file)))
    assert [(row["matter"], row["period"], row["value"]) for row in rows] == [
        ("M-0001", "2026-06", "58.5"), ("M-0002", "2026-06", ""),
    ]
    lines = [Line(number, row) for number, row in enumerate(rows, 2)]
    assert brought(district, brought_file, *lines) == ["unchanged"] * 2


def test_only_who_reports_somewhere_may(district):
    may = {name for name, person in district.people.items() if SHEET.may(person)}
    assert may == {"reporter", "colleague", "stranger"}
