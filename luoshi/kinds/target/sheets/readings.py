"""Own figures of many targets at once: each row is a report that waits for verification, the workbook its evidence."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.core.ledger import clock
from luoshi.core.ledger.actions import refusals, report
from luoshi.core.ledger.asof import Moment
from luoshi.core.ledger.queries import reports_for
from luoshi.core.matters.kinds import Measure, kind_of
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person
from luoshi.core.plan.queries import closed_periods
from luoshi.engine.periods import Period, due_period
from luoshi.engine.quantity import plain, show
from luoshi.kinds.target import called
from luoshi.kinds.target.counted import agreed
from luoshi.kinds.target.holders import Holders
from luoshi.kinds.target.models import Scope
from luoshi.kinds.target.queries import Aim, aims, indicators
from luoshi.kinds.target.sheets.heads import Heads
from luoshi.kinds.target.sheets.reading import Cells, Once, messages
from luoshi.web.filecheck import FileError, kept
from luoshi.web.sheets import Brought, Change, Column, Line, Refused, Sheet, chunks
from luoshi.web.words import listed

NAMESPACE = uuid.UUID("6f1d6c0e-7f5b-5a44-9a43-2f4c6f5d9b11")
Key = tuple[int, str]  # matter, period


@dataclass
class Said:
    """A line and the report it would make."""

    judged: Cells
    matter: Matter | None = None
    measure: Measure | None = None
    value: int | None = None

    @property
    def key(self) -> Key:
        return (self.matter.pk if self.matter else 0, self.judged.line["period"])


@dataclass
class Sent:
    """What was reported of a matter for a period: the figure that stands, and the last entry that spoke of it."""

    value: int | None = None
    last: int = 0


class Readings(Sheet):
    code = "readings"
    name = _("Figures of own targets")
    question = _("How far did our targets come? The .xlsx that is brought is the evidence of each report.")
    columns = (
        Column(
            code="matter", name=_("indicator or code"), required=True, synonyms=(*called.MATTER, *called.INDICATOR),
            width=28, hint=_("The name of the indicator, or the code of its target such as M-0001."),
        ),
        Column(
            code="unit", name=_("lead unit"), synonyms=called.UNIT, width=20,
            hint=_("Only where several units have a target of this indicator."),
        ),
        Column(
            code="period", name=_("period"), kind="period", required=True, synonyms=called.PERIOD,
            hint=_("2026-08; of a quarterly figure the last month of its quarter."),
        ),
        Column(
            code="value", name=_("figure"), kind="number", synonyms=called.VALUE,
            hint=_("Since the year's start, in the target's unit of measure. Empty: nothing is reported."),
        ),
        Column(code="note", name=_("in one sentence"), synonyms=called.NOTE, width=40),
    )

    def may(self, person: Person) -> bool:
        return person.may_anywhere("report")

    def compare(self, lines: Iterable[Line], *, person: Person, ground: Moment) -> Iterator[Change]:
        reader = Reader(person, ground)
        for chunk in chunks(lines):
            said = [reader.read(line) for line in chunk]
            sent = _sent([one.key for one in said if one.matter])
            for one in said:
                yield one.judged.refused() if one.judged.reasons else _change(one, sent.get(one.key, Sent()))

    def apply(self, payloads: Sequence[Mapping[str, Any]], *, person: Person, ground: Moment, reason: str) -> int:
        codes = {payload["matter"] for payload in payloads}
        found = Matter.objects.reportable_by(person).filter(plan=ground.plan, code__in=codes)
        matters = {matter.code: matter for matter in found.select_related("lead_unit", "plan")}
        evidence, refused = _evidence(ground), {}
        for place, payload in enumerate(payloads):
            if (matter := matters.get(payload["matter"])) is None:
                refused[place] = str(NOT_YOURS)
                continue
            try:
                report(
                    matter, by=person, period=Period.parse(payload["period"]),
                    values={payload["measure"]: payload["value"]}, token=payload["token"],
                    note=payload["note"] or reason, evidence=evidence, seen=payload["seen"],
                )
            except ValidationError as error:
                refused[place] = messages(error)
        if refused:
            raise Refused(refused)
        return len(payloads)

    def rows(self, *, person: Person, ground: Moment) -> Iterator[Mapping[str, Any]]:
        """The person's targets and what each reported for the period that is due."""
        for chunk in chunks(_mine(person, ground)):
            due = {aim.key: str(due_period(clock.today(), _cadence(aim)).months[-1]) for aim in chunk}
            sent = _sent(list(due.items()))
            for aim in chunk:
                value = sent.get((aim.key, due[aim.key]), Sent()).value
                yield {
                    "matter": aim.matter.code, "unit": aim.matter.lead_unit.name, "period": due[aim.key],
                    "value": "" if value is None else plain(value, aim.matter.unit_label),
                }


NOT_YOURS = _("No open target of this name or code is yours to report.")


def _mine(person: Person, ground: Moment) -> list[Aim]:
    """The open targets that the person may report."""
    mine = Matter.objects.reportable_by(person).filter(plan=ground.plan, kind="target")
    return aims(mine.select_related("lead_unit"))


def _cadence(aim: Aim) -> Any:
    return aim.matter.cadence


def _sent(keys: Sequence[Key]) -> dict[Key, Sent]:
    """What was reported of these; two queries."""
    found: dict[Key, Sent] = {}
    for said in reports_for({key[0] for key in keys}, {key[1] for key in keys}):
        sent = found.setdefault((said.matter_id, said.period), Sent())
        sent.last = said.made
        if said.state in ("waiting", "verified"):
            sent.value = next((reading.value for reading in said.readings.all()), None)
    return found


def _evidence(ground: Moment) -> list[dict[str, Any]]:
    """The workbook that was brought, stored once; nothing where it is none that may be kept: then they are claims."""
    brought: Brought = ground.brought  # type: ignore[attr-defined]
    try:
        with brought.path.open("rb") as file:
            return [kept(file, brought.name, settings.EVIDENCE_ROOT)]
    except FileError:
        return []


@dataclass
class Reader:
    """Reads the lines of one file against the targets that the person may report."""

    person: Person
    ground: Moment
    once: Once = field(default_factory=Once)

    def __post_init__(self) -> None:
        self.heads = Heads(indicators(self.ground.plan))
        self.holders = Holders(self.ground.region)
        self.closed = set(closed_periods(self.ground.plan.pk))
        mine = _mine(self.person, self.ground)
        self.by_code = {aim.matter.code.casefold(): aim for aim in mine}
        self.by_indicator: dict[str, list[Aim]] = {}
        for aim in mine:
            self.by_indicator.setdefault(aim.indicator, []).append(aim)

    def read(self, line: Line) -> Said:
        judged = Cells(line, f"{line['matter']} {line['period']}")
        said = Said(judged)
        name, label = self._named(line["matter"])
        if aim := self._aim(judged, name):
            said.matter = matter = aim.matter  # type: ignore[assignment]
            said.measure = kind_of(aim.matter).primary(aim.matter)
            judged.subject = f"{aim.matter} {line['period']}"
            self._figure(said, label)
            if not judged.reasons and (why := self.once.again((matter.pk, line["period"]), line.number)):
                judged.refuse("matter", why)
        return said

    def _named(self, text: str) -> tuple[str, str]:
        """The indicator's name, and the unit of measure said after it."""
        if text.casefold() in self.by_code or text in self.by_indicator:
            return text, ""
        meant = self.heads.meant(text)
        return (meant.indicator.name, meant.label) if meant and meant.part == "level" else (text, "")

    def _aim(self, judged: Cells, name: str) -> Aim | None:
        by_code = self.by_code.get(name.casefold())
        found = [by_code] if by_code else self.by_indicator.get(name, [])
        if not found:
            judged.refuse("matter", NOT_YOURS)
            return None
        if unit := judged.line["unit"]:
            codes = {one.code for one in self.holders.called(unit)}
            found = [aim for aim in found if aim.matter.lead_unit.code in codes]
            if not found:
                told = gettext("You report no such target of %(unit)s. Correct the unit, or leave it empty.")
                judged.refuse("unit", told % {"unit": unit})
                return None
        if len(found) > 1:
            told = gettext("Several targets count this: %(codes)s. Write the code.")
            judged.refuse("matter", told % {"codes": listed(_told(aim) for aim in found)})
            return None
        return found[0]

    def _figure(self, said: Said, label: str) -> None:
        judged, matter, measure = said.judged, said.matter, said.measure
        if matter is None or measure is None:
            return
        counted = agreed(measure.label, label)
        if not counted:
            told = gettext("This is counted in %(said)s, the target in %(label)s. Bring figures in that one.")
            return judged.refuse("matter", told % {"said": label, "label": measure.label})
        said.value = judged.figure("value", counted, signed=measure.signed, said=bool(label))
        if said.value is None:
            return None
        period, note = Period.parse(judged.line["period"]), judged.line["note"]
        if period.kind != "month":
            return judged.refuse("period", gettext("A report is for a month. Write its last month, such as 2026-06."))
        shut = str(period) in self.closed
        why = refusals(matter, period, {measure.code: said.value}, shut=shut, note=note)
        judged.take(lambda: why, {measure.code: "value"})
        return None


def _told(aim: Aim) -> str:
    return f"{aim.matter.code} {aim.matter.lead_unit.name} {Scope(aim.scope).label}"


def _change(said: Said, sent: Sent) -> Change:
    line, matter, measure = said.judged.line, said.matter, said.measure
    if said.value is None or said.value == sent.value or matter is None or measure is None:
        return Change(number=line.number, state="unchanged", subject=said.judged.subject)
    token = uuid.uuid5(NAMESPACE, f"{matter.code} {line['period']} {said.value} {sent.last}")
    before = "" if sent.value is None else f"{show(sent.value, measure.label)} {measure.label}"
    payload = {
        "matter": matter.code, "period": line["period"], "measure": measure.code, "value": said.value,
        "note": line["note"], "seen": sent.last, "token": str(token),
    }
    return Change(
        number=line.number, state="new" if sent.value is None else "changed", subject=said.judged.subject,
        shown=[(str(measure.name), before, f"{show(said.value, measure.label)} {measure.label}")], payload=payload,
    )
