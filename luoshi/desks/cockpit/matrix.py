"""Lights by lead unit and workstream, beside the standing of the units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.core.ledger.asof import Moment
from luoshi.core.ledger.queries import tallies
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.organisation.queries import units_within
from luoshi.core.plan.models import Workstream
from luoshi.engine.lights import WORST_FIRST, worst
from luoshi.loop.assessment.queries import Row, Standing, axis, in_groups
from luoshi.web.address import bare
from luoshi.web.templatetags.look import light_word
from luoshi.web.words import listed

Lights = Mapping[str, int]


@dataclass(frozen=True)
class Cell:
    """How many matters show the worst light there is, of how many; `words` tell all of them."""

    light: str
    count: int
    total: int
    words: str
    url: str


@dataclass(frozen=True)
class Line:
    """A unit: a cell a workstream (None where it leads nothing there), all its matters, its line in the standing."""

    unit: Unit
    cells: Sequence[Cell | None]
    total: int
    url: str
    row: Row | None


@dataclass(frozen=True)
class Matrix:
    """Lines by group of like units, the sum of each column; `low` and `steps` are the axis of the scores."""

    workstreams: Sequence[Workstream]
    groups: Sequence[tuple[str, Sequence[Line]]]
    sums: Sequence[Cell | None]
    lights: Lights
    low: int
    steps: Sequence[str]

    @property
    def total(self) -> int:
        return sum(self.lights.values())

    @property
    def width(self) -> int:
        """Columns of the table."""
        return len(self.workstreams) + 6


def matrix(now: Moment, person: Person, standing: Standing) -> Matrix:
    """Three queries, whatever the number of matters. A person sees the lines of the units within their reach."""
    units = list(units_within(person, "see").filter(path__startswith=now.region.path).order_by("path"))
    streams = list(Workstream.objects.filter(plan=now.plan))
    counts = _counts(now, units)
    rows = {row.unit: row for row in standing.rows}
    lines = [_line(unit, streams, counts[unit.pk], rows.get(unit.code), now) for unit in units if unit.pk in counts]
    sums = [_sum_of(stream, counts, now) for stream in streams]
    low, steps = axis([line.row for line in lines if line.row])
    return Matrix(streams, _grouped(lines), sums, _all_lights(counts), low, steps)


def _counts(now: Moment, units: Sequence[Unit]) -> dict[int, dict[int, dict[str, int]]]:
    """Unit → workstream → light → open matters."""
    found: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = tallies(now.plan.pk, now.head).filter(unit__in=[unit.pk for unit in units])
    for unit, stream, light, number in (
        rows.order_by().values_list("unit", "workstream", "light").annotate(n=Sum("count"))
    ):
        found[unit][stream][light] = number
    return dict(found)


def _line(
    unit: Unit, streams: Sequence[Workstream], counts: Mapping[int, Lights], row: Row | None, now: Moment
) -> Line:
    cells = [
        _cell(f"{stream.name} · {unit.name}", counts.get(stream.pk), now, unit=unit.code, workstream=stream.code)
        for stream in streams
    ]
    total = sum(sum(lights.values()) for lights in counts.values())
    return Line(unit, cells, total, reverse("worklist") + bare(unit=unit.code, head=now.head), row)


def _sum_of(stream: Workstream, counts: Mapping[int, Mapping[int, Lights]], now: Moment) -> Cell | None:
    lights: dict[str, int] = defaultdict(int)
    for of_unit in counts.values():
        for light, number in of_unit.get(stream.pk, {}).items():
            lights[light] += number
    return _cell(stream.name, lights, now, workstream=stream.code)


def _cell(name: str, lights: Lights | None, now: Moment, **where: str) -> Cell | None:
    if not lights:
        return None
    first = worst(lights)  # type: ignore[arg-type]
    told = listed(f"{light_word(light)} {lights[light]}" for light in WORST_FIRST if light in lights)
    words = _("%(name)s: %(lights)s;") % {"name": name, "lights": told}
    return Cell(first, lights[first], sum(lights.values()), words, reverse("worklist") + bare(**where, head=now.head))


def _all_lights(counts: Mapping[int, Mapping[int, Lights]]) -> dict[str, int]:
    found: dict[str, int] = dict.fromkeys(WORST_FIRST, 0)
    for of_unit in counts.values():
        for lights in of_unit.values():
            for light, number in lights.items():
                found[light] += number
    return found


def _grouped(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Like with like, in the order of the scorecard."""
    return in_groups(lines, lambda line: (line.unit.kind, line.unit.code, line.row))
