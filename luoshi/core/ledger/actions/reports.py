"""Reporting where a matter stands, and verifying or returning the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.core.ledger import clock, facts
from luoshi.core.ledger.actions.lengths import too_long
from luoshi.core.ledger.actions.who import require
from luoshi.core.ledger.book import locked, record
from luoshi.core.ledger.dossier import Dossier, dossier
from luoshi.core.ledger.figures import Figure
from luoshi.core.ledger.models import Entry, Reading, Report
from luoshi.core.ledger.prepared import Prepared, Slot
from luoshi.core.matters.kinds import kind_of
from luoshi.core.matters.models import REPORT_DAYS, Matter, Rollup
from luoshi.core.organisation.models import Person
from luoshi.core.plan.queries import closed_periods
from luoshi.engine.periods import Period, ends_with, is_late
from luoshi.engine.quantity import show

GRADES = ("A", "B", "C", "D")
ABSURD = 10  # times the goal: more is a slip of the unit of measure far more often than a fact


def report(
    matter: Matter,
    *,
    by: Person,
    period: Period,
    values: Mapping[str, int],
    token: str,
    note: str = "",
    confidence: int | None = None,
    evidence: Sequence[Mapping[str, Any]] = (),
    seen: int | None = None,
) -> Report:
    """Say where a matter stands. `values` are stored integers by measure; `evidence` rows: digest, name, mime, size;
    `confidence` how likely, in per cent, whoever reports thinks it that the goal is met by its date.

    The same `token` twice is one report. `seen` is the last entry the reporter had before their eyes: a report by
    somebody else since then refuses this one instead of overwriting it.
    """
    require(by, "report", matter.lead_unit)
    with transaction.atomic():
        book = locked(matter.plan.region_id)
        found = dossier(matter.code, period=str(period))
        if found.matter.lead_unit_id != matter.lead_unit_id:  # given to another unit meanwhile
            require(by, "report", found.matter.lead_unit)
        if not any(said.token == token for said in found.said):
            earlier = [said for said in found.said if said.period == str(period)]
            if confidence is not None and not 0 <= confidence <= 100:
                raise ValidationError({"confidence": _("Confidence is a whole number of per cent, 0 to 100.")})
            _check(found, period, values, note, [said for said in earlier if seen is not None and said.made > seen])
            fact = facts.Reported(
                subject=matter.code, period=str(period), values=_shown(found.matter, values), note=note.strip(),
                evidence=[dict(file) for file in evidence], token=token,
                # Sent again after a return, a report keeps the punctuality of the first.
                late=is_late(period, clock.today(), found.matter.due_days) and all(said.late for said in earlier),
                confidence=confidence,
            )
            record(fact, book=book, by=by, dossier=found)
    return _sent(matter, token)


_SENT = Prepared(lambda: Report.objects.filter(matter=Slot("matter"), token=Slot("token")))


def _sent(matter: Matter, token: str) -> Report:
    found = _SENT.one(Report, matter=matter.pk, token=token)
    if found is None:
        raise Report.DoesNotExist(token)
    return found[0]


def _shown(matter: Matter, values: Mapping[str, int]) -> list[dict[str, Any]]:
    labels = {measure.code: measure.label for measure in kind_of(matter).measures(matter)}
    return [
        {"measure": code, "value": value, "shown": f"{show(value, labels[code])} {labels[code]}"}
        for code, value in values.items()
    ]


def _check(found: Dossier, period: Period, values: Mapping[str, int], note: str, since: list[Figure]) -> None:
    problems = refusals(found.matter, period, values, shut=found.shut, note=note)
    if since:
        last = since[-1]
        problems["conflict"] = _(
            "%(name)s reported for this month while you were writing. Your figures are kept below and not yet sent: "
            "compare, then send again."
        ) % {"name": last.by_name}
    if problems:
        raise ValidationError(problems)


def refusals(
    matter: Matter, period: Period, values: Mapping[str, int], *, shut: bool, note: str = ""
) -> dict[str, str]:
    """Why these figures (stored integers by measure) cannot be reported for the period, by field; empty where they can.

    `shut`: the month is closed to reports. Asks nothing of the database, so that many can be judged at once.
    """
    problems = too_long(Report, note=note.strip())
    if matter.closed_on or matter.rollup != Rollup.OWN:
        problems["period"] = _("This matter takes no reports: it is closed, or its number follows from its children.")
    elif shut and not _published_later(matter, period):
        problems["period"] = _("%(period)s is closed to reports. Choose an open month.") % {"period": period}
    elif period.start > clock.today() or period.end < matter.start:
        problems["period"] = _("%(period)s lies outside this matter's time. Choose an open month.") % {"period": period}
    elif not ends_with(period, matter.cadence):
        problems["period"] = _("This figure is published once a %(cadence)s. Choose the last month of one.") % {
            "cadence": matter.get_cadence_display()
        }
    for measure in kind_of(matter).measures(matter):
        if measure.required and measure.code not in values:
            problems[measure.code] = _("Write the figure.")
    for code, value in values.items():
        if problem := _absurd(matter, code, value):
            problems[code] = problem
    return problems


def _published_later(matter: Matter, period: Period) -> bool:
    """A month is closed before some figures of it are published: these are taken until their own day."""
    return matter.due_days > REPORT_DAYS and not is_late(period, clock.today(), matter.due_days)


def _absurd(matter: Matter, code: str, value: int) -> str:
    measure = next((m for m in kind_of(matter).measures(matter) if m.code == code), None)
    if measure is None:
        raise ValidationError(_("This matter has no figure called %(code)s.") % {"code": code})
    if value < 0 and not measure.signed:
        return _("A figure cannot be negative.")
    if measure.label == "%" and value > 100 * 100 * ABSURD:
        return _("More than 1,000 %: check the figure.")
    if code == kind_of(matter).primary(matter).code and matter.goal and value > ABSURD * matter.goal:
        return _("More than ten times the goal of %(goal)s %(label)s: check the unit of measure.") % {
            "goal": show(matter.goal, measure.label), "label": measure.label,
        }
    return ""


def reportable_periods(matter: Matter) -> list[Period]:
    """The open months one may report for, newest first: from the matter's start to today, at most thirteen."""
    closed = set(closed_periods(matter.plan_id))
    period, found = Period.of(clock.today()), []
    for _month in range(13):
        shut = str(period) in closed and not _published_later(matter, period)
        if period.end >= matter.start and not shut and ends_with(period, matter.cadence):
            found.append(period)
        period = period.previous()
    return found


@transaction.atomic
def verify(report: Report, *, by: Person, grade: str) -> Entry:
    """Confirm a report with the grade its evidence deserves. Needs `verify` over the lead unit, and another person."""
    matter = report.matter
    require(by, "verify", matter.lead_unit)
    book = locked(matter.plan.region_id)
    _check_waiting(report, by)
    if grade not in GRADES:
        raise ValidationError({"grade": _("Choose the grade of the evidence: A, B, C or D.")})
    if grade in GRADES[:3] and not report.evidence.exists():
        claim = _("Without a file the evidence is a claim: grade D. Return it to ask for a file.")
        raise ValidationError({"grade": claim})
    readings = {row.measure: row.value for row in Reading.objects.filter(report=report).order_by("pk")}
    fact = facts.Verified(
        subject=matter.code, report=report.made, period=report.period, values=_shown(matter, readings), grade=grade
    )
    return record(fact, book=book, by=by)


@transaction.atomic
def return_report(report: Report, *, by: Person, reason: str) -> Entry:
    """Send a report back with the reason; it keeps its place in the history."""
    matter = report.matter
    require(by, "verify", matter.lead_unit)
    book = locked(matter.plan.region_id)
    _check_waiting(report, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what is wrong, so that the unit can mend it.")})
    if problems := too_long(Report, reason=reason.strip()):
        raise ValidationError(problems)
    fact = facts.Returned(subject=matter.code, report=report.made, period=report.period, reason=reason.strip())
    return record(fact, book=book, by=by)


def _check_waiting(report: Report, by: Person) -> None:
    report.refresh_from_db()
    if report.state != "waiting":
        judged = _("This report was verified, returned or replaced meanwhile. Look at its history.")
        raise ValidationError({"report": judged})
    if report.by == by.username:
        raise ValidationError({"report": _("Nobody verifies their own report. Ask a colleague.")})
