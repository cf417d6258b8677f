"""A line of the targets' table against what stands: a definition, a holder's row of a cascade, a goal, its months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.core.ledger.actions.matters import HEAVIEST
from luoshi.core.ledger.asof import Moment
from luoshi.core.plan.models import Workstream
from luoshi.engine.chain import canonical
from luoshi.engine.trajectory import TrajectoryError, checked, shaped
from luoshi.kinds.target.actions import COUNTED, FIXED, Definition, unfit
from luoshi.kinds.target.cascade_lines import Ground, Judged, connected, judged, once_each
from luoshi.kinds.target.cascading import change
from luoshi.kinds.target.forms import NO_SHAPE, told
from luoshi.kinds.target.holders import Holders
from luoshi.kinds.target.holding import Target, joined, targets_of
from luoshi.kinds.target.models import Indicator, Share
from luoshi.kinds.target.queries import filled, indicators, months_of, published_of
from luoshi.kinds.target.sheets.reading import Cells
from luoshi.web.sheets import Change, Line, State

EVEN, LAST_YEAR, DRAWN = "even", "last_year", "drawn"
MONTHS = tuple(f"month{number}" for number in range(1, 13))
DEFINING = ("unit_label", "nature", "direction", "source", "lead_unit", "cadence", "due_days")
NO_UNIT = gettext_lazy("No unit is called so. Use its name or another name as it stands in the organisation.")
TO_COME = cast(Target, (None, None))  # the district's target, which a row of this file registers
Key = tuple[str, int]


@dataclass
class Said:
    """What one line says beside its row of the cascade."""

    line: Line
    reasons: list[tuple[str, str]] = field(default_factory=list)
    indicator: Indicator | None = None
    definition: dict[str, Any] | None = None
    year: int = 0
    judged: Judged | None = None
    aim: Target | None = None
    path: list[int] | None = None
    terms: dict[str, Any] = field(default_factory=dict)

    def refuse(self, column: str, why: Any) -> None:
        self.reasons.append((column, str(why)))

    @property
    def key(self) -> Key:
        return (self.indicator.name if self.indicator else "", self.year)


class Reader:
    """Reads the lines of one file, chunk by chunk; what earlier lines define and hold counts for later ones."""

    def __init__(self, ground: Moment, choices: Mapping[str, Mapping[str, str]]) -> None:
        self.plan, self.choices = ground.plan, choices
        self.holders = Holders(ground.region)
        self.defined = {one.name: one for one in indicators(ground.plan)}
        self.streams = list(Workstream.objects.filter(plan=ground.plan))
        self.said_first: dict[str, tuple[int, dict[str, Any]]] = {}
        self.to_define: dict[str, dict[str, Any]] = {}
        self.grounds: dict[Key, Ground] = {}
        self.earlier: dict[Key, list[Judged]] = {}
        self.last_year: dict[tuple[int, int], dict[str, int]] = {}
        self.published: dict[tuple[str, int], list[int | None]] = {}

    def read(self, chunk: Sequence[Line]) -> list[Change]:
        """What the lines would change, in their order; six queries."""
        said = [self._indicator(line) for line in chunk]
        self._prepare([one for one in said if one.indicator and one.line["holder"] and not one.reasons])
        for one in said:
            if one.indicator and one.line["holder"] and not one.reasons:
                self._holder(one)
        for key in {one.key for one in said if one.judged}:
            mine = [one.judged for one in said if one.key == key and one.judged]
            before = self.earlier.setdefault(key, [])
            once_each([*before, *mine])
            connected([*before, *mine], self.grounds[key])
            before += [one for one in mine if not one.reasons]
        return [self._change(one) for one in said]

    def _indicator(self, line: Line) -> Said:
        said, name = Said(line), line["indicator"]
        values = self._defining(said)
        standing = self.defined.get(name)
        if standing is None:
            self._define(said, name, values)
        else:
            said.indicator, said.definition = standing, self.to_define.get(name)
            self._redefine(said, standing, values)
        if line["holder"]:
            self._year(said)
        return said

    def _defining(self, said: Said) -> dict[str, Any]:
        """The values of the definition that stand in the line, as the indicator's columns hold them."""
        line, values = said.line, dict[str, Any]()
        for name in DEFINING:
            if text := line[name]:
                values[name] = self.choices[name][text] if name in self.choices else text
        if "due_days" in values:
            values["due_days"] = int(values["due_days"])
        if "lead_unit" in values:
            units = self.holders.called(values["lead_unit"])
            if len(units) != 1:
                said.refuse("lead_unit", NO_UNIT)
            values["lead_unit"] = units[0] if units else None
        return values

    def _define(self, said: Said, name: str, values: dict[str, Any]) -> None:
        for wanted in ("unit_label", "lead_unit"):
            if wanted not in values:
                said.refuse(wanted, _("This indicator is not defined yet: its first row must say so."))
        if said.reasons:
            return
        definition = Definition(name=name, **values)
        for column, why in unfit(self.plan, definition).items():
            said.refuse("indicator" if column == "name" else column, why)
        if not said.reasons:
            parts = {part: getattr(definition, part) for part in Definition.__dataclass_fields__}
            self.defined[name] = said.indicator = Indicator(plan=self.plan, **parts)
            self.said_first[name] = (said.line.number, values)
            said.definition = self.to_define[name] = _stored(name, values)

    def _redefine(self, said: Said, standing: Indicator, values: dict[str, Any]) -> None:
        number, first = self.said_first.get(standing.name, (0, dict[str, Any]()))
        other = {name: value for name, value in values.items() if first.get(name, getattr(standing, name)) != value}
        if not other or said.reasons:
            return None
        if number:
            told_so = _("Row %(number)s defines this indicator otherwise. Let them say the same.")
            return said.refuse("indicator", told_so % {"number": number})
        for name in FIXED:
            if name in other:
                said.refuse(name, COUNTED)
        whole = {name: getattr(standing, name) for name in (*DEFINING, "sums")} | values
        for column, why in unfit(self.plan, Definition(name=standing.name, **whole)).items():
            said.refuse(column, why)
        if not said.reasons:
            said.definition = _stored(standing.name, whole)
            self.said_first[standing.name] = (said.line.number, values)
        return None

    def _year(self, said: Said) -> None:
        text = said.line["year"]
        if not text.isdigit() or not 1950 <= int(text) < 2999:
            said.refuse("year", _("Say for which year, such as 2026."))
        else:
            said.year = int(text)

    def _prepare(self, said: Sequence[Said]) -> None:
        """Ground for the cascades that these lines speak of for the first time: four queries, whatever their number."""
        missing = {one.key for one in said} - set(self.grounds)
        if missing:
            names, years = {key[0] for key in missing}, {key[1] for key in missing}
            found = targets_of(self.plan, names, years)
            rows: dict[Key, list[Share]] = {}
            shares = Share.objects.filter(plan=self.plan, superseded=None, indicator__in=names, year__in=years)
            for share in shares.order_by("place", "holder"):
                rows.setdefault((share.indicator, share.year), []).append(share)
            for key in missing:
                goals, (name, year) = found.get(key, {}), key
                standing = {one.row.holder: one for one in joined(rows.get(key, []), goals, self.holders)}
                self.grounds[key] = Ground(self.plan, self.defined[name], year, False, self.holders, standing, goals)
        self._read_last_year(said)

    def _read_last_year(self, said: Sequence[Said]) -> None:
        wanted = [one for one in said if self._shape(one) == LAST_YEAR]
        for year in {one.year - 1 for one in wanted}:
            targets = [target for one in wanted for target in self.grounds[one.key].targets.values()]
            for key, months in months_of([target[0].key for target in targets if target[0]], [year]).items():
                self.last_year[key, year] = months
            names = {one.indicator.name for one in wanted if one.indicator}
            self.published |= {(name, year): months for name, months in published_of(self.plan, names, year).items()}

    def _shape(self, said: Said) -> str:
        if any(said.line[month] for month in MONTHS):
            return DRAWN
        return self.choices["shape"].get(said.line["shape"], "")

    def _holder(self, said: Said) -> None:
        ground, line = self.grounds[said.key], said.line
        if self._is_district(line) and line["own"] and ground.district is None and self._may_register(said):
            ground.targets = {**ground.targets, self.plan.region.code: TO_COME}
        place = len(self.earlier.get(said.key, ())) + line.number
        said.judged = one = judged(line, ground, place)
        if one.row is None or one.row.holder not in self.holders.units:
            return
        said.aim = ground.targets.get(one.row.holder)
        if said.aim or one.row.own is not None:
            self._terms(said)
        if one.row.own is not None or self._shape(said):
            self._path(said, one.row.own)

    def _is_district(self, line: Line) -> bool:
        return [unit.code for unit in self.holders.called(line["holder"])] == [self.plan.region.code]

    def _may_register(self, said: Said) -> bool:
        """A new target of the district says in which workstream it stands."""
        stream = self._stream(said)
        if stream is None and not said.line["workstream"]:
            said.refuse("workstream", _("Say to which workstream the new target belongs."))
        return stream is not None

    def _stream(self, said: Said) -> Workstream | None:
        text = said.line["workstream"]
        if not text:
            return self.streams[0] if len(self.streams) == 1 else None
        found = [stream for stream in self.streams if text in (stream.name, stream.code)]
        if not found:
            said.refuse("workstream", _("No workstream of this plan is called so."))
        return found[0] if found else None

    def _terms(self, said: Said) -> None:
        """Weight and workstream: of a new target as it will be, of a standing one only what differs."""
        text, matter = said.line["weight"], said.aim[0].matter if said.aim and said.aim[0] else None
        if text:
            if not 1 <= int(text) <= HEAVIEST:
                said.refuse("weight", _("A weight is a whole number from 1 to 10,000."))
            elif matter is None or matter.weight != int(text):
                said.terms["weight"] = int(text)
        stream = self._stream(said) if said.line["workstream"] or matter is None else None
        if stream and (matter is None or matter.workstream_id != stream.pk):
            said.terms["workstream"] = stream.pk

    def _path(self, said: Said, goal: int | None) -> None:
        shape = self._shape(said)
        if not shape:
            return
        if goal is None:
            return said.refuse("own", _("A trajectory leads to a goal. Give the own target too."))
        if shape == EVEN:
            said.path = []
        elif shape == LAST_YEAR:
            self._shaped(said, goal)
        else:
            self._drawn(said, goal)
        return None

    def _shaped(self, said: Said, goal: int) -> None:
        key = said.aim[0].key if said.aim and said.aim[0] else 0
        months = self.last_year.get((key, said.year - 1), {})
        before: list[int | None] = [months.get(f"{said.year - 1}-{month:02}") for month in range(1, 13)]
        if said.indicator and self._is_district(said.line):
            before = filled(before, self.published.get((said.indicator.name, said.year - 1), [None] * 12))
        try:
            said.path = [*shaped(goal, before)]
        except TrajectoryError as error:
            said.refuse("shape", NO_SHAPE[error.code])

    def _drawn(self, said: Said, goal: int) -> None:
        label, nature = (said.indicator.unit_label, said.indicator.nature) if said.indicator else ("", "")
        cells = Cells(said.line)
        drawn = [cells.figure(month, label, signed=nature == "rate") for month in MONTHS]
        said.reasons += cells.reasons
        path = [value for value in drawn if value is not None]
        if cells.reasons:
            return
        for problem in checked(path, goal, nature):
            empty = next((month for month, value in zip(MONTHS, drawn, strict=True) if value is None), "month12")
            said.refuse(f"month{problem.month}" if problem.code == "falls" else empty, told(problem))
        said.path = path

    def _change(self, said: Said) -> Change:
        one, line = said.judged, said.line
        subject = " ".join(filter(None, (line["indicator"], line["holder"], line["year"])))
        reasons = [*said.reasons, *(one.reasons if one else ())]
        if reasons:
            return Change(number=line.number, state="refused", subject=subject, reasons=tuple(reasons))
        shown = _shown_definition(said)
        payload: dict[str, Any] = {"indicator": said.key[0], "definition": said.definition, "year": said.year}
        state: State = "unchanged"
        if one and one.row:
            cascaded = change(one, self.grounds[said.key])
            shown += [*cascaded.shown, *self._shown_terms(said)]
            state = cascaded.state
            payload |= {**cascaded.payload, "path": said.path, "terms": said.terms}
        if shown and state == "unchanged":
            new = said.definition is not None and said.indicator is not None and said.indicator.pk is None
            state = "new" if new else "changed"
        return Change(number=line.number, state=state, subject=subject, shown=shown, payload=payload)

    def _shown_terms(self, said: Said) -> list[tuple[str, str, str]]:
        """What else of the target would change: its trajectory, weight and workstream."""
        aim, goal = said.aim if said.aim else (None, None)
        matter, shown = aim.matter if aim else None, []
        if said.path is not None and canonical(said.path) != (goal.path if goal else canonical([])):
            shown.append((_("monthly trajectory"), "", said.line["shape"] or _("drawn by hand")))
        if "weight" in said.terms:
            shown.append((_("weight"), str(matter.weight) if matter else "", str(said.terms["weight"])))
        if "workstream" in said.terms:
            name = next(stream.name for stream in self.streams if stream.pk == said.terms["workstream"])
            shown.append((_("workstream"), matter.workstream.name if matter else "", name))
        return shown


def _stored(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """A definition as JSON holds it."""
    return {"name": name, **values, "lead_unit": values["lead_unit"].code}


def _shown_definition(said: Said) -> list[tuple[str, str, str]]:
    """What of the definition the line would change, in the words of the line."""
    if said.definition is None or said.indicator is None:
        return []
    before = {} if said.indicator.pk is None else {name: str(_word(said.indicator, name)) for name in DEFINING}
    return [
        (str(Indicator._meta.get_field(name).verbose_name), before.get(name, ""), said.line[name])  # type: ignore[union-attr]
        for name in DEFINING
        if said.line[name] and before.get(name) != said.line[name]
    ]


def _word(indicator: Indicator, name: str) -> Any:
    """A part of a definition as the table says it."""
    shown = getattr(indicator, f"get_{name}_display", None)
    return shown() if shown else getattr(indicator, name)
