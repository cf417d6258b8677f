"""Key targets as a table: indicators, what each holder was assigned and set itself, and the months that lead there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.core.ledger.asof import Moment
from luoshi.core.matters.models import Cadence, Direction, Nature
from luoshi.core.organisation.models import Person
from luoshi.engine.quantity import plain
from luoshi.kinds.target import called
from luoshi.kinds.target.holders import Holders
from luoshi.kinds.target.holding import Held, joined, targets_of
from luoshi.kinds.target.models import Indicator, Level, Share
from luoshi.kinds.target.queries import indicators
from luoshi.kinds.target.sheets.reading import assigns_everywhere, messages
from luoshi.kinds.target.sheets.target_lines import DRAWN, EVEN, LAST_YEAR, Reader
from luoshi.kinds.target.sheets.target_writing import groups, write
from luoshi.web.sheets import Change, Column, Line, Refused, Sheet, chunks

SHAPES = {EVEN: _("even"), LAST_YEAR: _("last year's shape"), DRAWN: _("drawn by hand")}
CHOICES: dict[str, Any] = {
    "nature": Nature.choices,
    "direction": Direction.choices,
    "cadence": Cadence.choices,
    "level": Level.choices,
    "shape": SHAPES.items(),
}


def _months() -> tuple[Column, ...]:
    return tuple(
        Column(code=f"month{number}", name=name, kind="number", synonyms=called.month(number), width=12)
        for number, name in MONTHS.items()
    )


class Targets(Sheet):
    code = "targets"
    name = _("Targets and their cascade")
    question = _("What was assigned to whom, what did each set itself, and how do the months lead there?")
    columns = (
        Column(
            code="indicator", name=_("indicator"), required=True, synonyms=called.INDICATOR, width=28,
            hint=_("One that is not defined yet is defined by its first row: give its unit of measure and lead unit."),
        ),
        Column(code="unit_label", name=_("unit of measure"), synonyms=called.LABEL),
        Column(code="nature", name=_("nature"), kind="choice"),
        Column(code="direction", name=_("direction"), kind="choice"),
        Column(code="source", name=_("source of the figure"), synonyms=called.SOURCE, width=24),
        Column(code="lead_unit", name=_("lead unit"), synonyms=called.LEAD),
        Column(code="cadence", name=_("published every"), kind="choice"),
        Column(code="due_days", name=_("published after days"), kind="whole"),
        Column(
            code="holder", name=_("holder"), synonyms=called.HOLDER, width=20,
            hint=_("The district, one of its units or a superior. Empty: the row only defines the indicator."),
        ),
        Column(code="level", name=_("level"), kind="choice", hint=_("Only for superiors: province or city.")),
        Column(code="superior", name=_("superior"), synonyms=called.SUPERIOR, hint=_("Its row stands above this one.")),
        Column(code="year", name=_("year"), kind="whole", synonyms=called.YEAR),
        Column(code="assigned", name=pgettext_lazy("target", "assigned"), kind="number", synonyms=called.ASSIGNED),
        Column(code="own", name=_("own target"), kind="number", synonyms=called.OWN),
        Column(code="base", name=_("base"), kind="number", synonyms=called.BASE),
        Column(code="weight", name=_("weight"), kind="whole"),
        Column(code="workstream", name=_("workstream"), hint=_("To which a new target belongs.")),
        Column(code="shape", name=_("monthly trajectory"), kind="choice", hint=_("Or twelve months, drawn by hand.")),
        *_months(),
    )

    def may(self, person: Person) -> bool:
        return assigns_everywhere(person)

    def choices(self, column: Column, *, person: Person, ground: Moment) -> Sequence[str]:
        return [str(label) for _value, label in CHOICES.get(column.code, ())]

    def compare(self, lines: Iterable[Line], *, person: Person, ground: Moment) -> Iterator[Change]:
        said = {code: {str(label): value for value, label in choices} for code, choices in CHOICES.items()}
        reader = Reader(ground, said)
        for chunk in chunks(lines):
            yield from reader.read(chunk)

    def apply(self, payloads: Sequence[Mapping[str, Any]], *, person: Person, ground: Moment, reason: str) -> int:
        refused: dict[int, str] = {}
        for places in groups(payloads):
            try:
                write([payloads[place] for place in places], person=person, plan=ground.plan, reason=reason)
            except ValidationError as error:
                refused |= dict.fromkeys(places, messages(error))
        if refused:
            raise Refused(refused)
        return len(payloads)

    def rows(self, *, person: Person, ground: Moment) -> Iterator[Mapping[str, Any]]:
        """Every indicator with its holders, year by year; what only stands as a definition has a row of its own."""
        holders, found = Holders(ground.region), list(indicators(ground.plan))
        shares: dict[tuple[str, int], list[Share]] = {}
        for share in Share.objects.filter(plan=ground.plan, superseded=None).order_by("indicator", "year", "place"):
            shares.setdefault((share.indicator, share.year), []).append(share)
        years = range(ground.plan.starts.year, ground.plan.ends.year + 1)
        goals = targets_of(ground.plan, [one.name for one in found], years)
        for indicator in found:
            keys = sorted({key for key in (*shares, *goals) if key[0] == indicator.name})
            rows = [(key[1], one) for key in keys for one in joined(shares.get(key, []), goals.get(key, {}), holders)]
            if not rows:
                yield _defined(indicator)
            for year, one in rows:
                yield {**_defined(indicator), **_held(one, indicator, holders), "year": str(year)}


def _held(one: Held, indicator: Indicator, holders: Holders) -> dict[str, str]:
    row, label = one.row, indicator.unit_label
    return {
        "holder": row.name, "level": str(Level(row.level).label),
        "superior": holders.name(row.superior) if row.superior else "",
        "weight": str(one.matter.weight) if one.matter else "",
        "assigned": "" if row.assigned is None else plain(row.assigned, label),
        "own": "" if row.own is None else plain(row.own, label),
        "base": "" if row.base is None else plain(row.base, indicator.base_label),
    }


def _defined(indicator: Indicator) -> dict[str, str]:
    return {
        "indicator": indicator.name, "unit_label": indicator.unit_label, "source": indicator.source,
        "nature": str(Nature(indicator.nature).label), "direction": str(Direction(indicator.direction).label),
        "lead_unit": indicator.lead_unit.name, "cadence": str(Cadence(indicator.cadence).label),
        "due_days": str(indicator.due_days),
    }
