"""Published figures of peers as a table: long, or wide with indicators, periods or both in its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from luoshi.core.ledger import clock
from luoshi.core.ledger.actions.lengths import too_long
from luoshi.core.ledger.asof import Moment
from luoshi.core.matters.models import Nature
from luoshi.core.organisation.models import Person
from luoshi.engine.periods import Period
from luoshi.engine.quantity import plain, show
from luoshi.kinds.target import called
from luoshi.kinds.target.actions import Figure, Publication, compare_all
from luoshi.kinds.target.counted import agreed
from luoshi.kinds.target.models import Indicator, Peer, PeerReading
from luoshi.kinds.target.queries import indicators, peers
from luoshi.kinds.target.sheets.heads import Heads, Meant
from luoshi.kinds.target.sheets.reading import Cells, Once, assigns_everywhere
from luoshi.web import cells
from luoshi.web.cells import loose
from luoshi.web.sheets import Cell, Change, Column, Line, Refused, Sheet, chunks
from luoshi.web.templatetags.look import bp

Key = tuple[str, str, str]  # indicator, period, peer
VALUES = {"level": "value", "growth": "growth", "goal": "goal"}  # column → field of a reading
LEVELS = " / "  # between the levels of a head
SOURCE_LENGTH = 120
UNDEFINED = _("No indicator is defined under this name. Define it first, then bring the file again.")


@dataclass
class Said:
    """What a line says: stored figures by field of a reading, only those that stand in it."""

    judged: Cells
    indicator: Indicator | None = None
    figures: dict[str, int] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        line = self.judged.line
        return (self.indicator.name if self.indicator else "", line["period"], line["peer"])

    @property
    def payload(self) -> dict[str, Any]:
        indicator, period, peer = self.key
        said = {"indicator": indicator, "period": period, "peer": peer, "figures": self.figures}
        return {**said, "group": self.judged.line["group"], "source": self.judged.line["source"]}


class Neighbours(Sheet):
    code = "neighbours"
    name = _("Published figures of neighbours")
    question = _("What did our peers publish, indicator by indicator?")
    unfolds = ("indicator", "level")
    columns = (
        Column(
            code="peer", name=_("peer"), required=True, synonyms=called.PEER, width=20,
            hint=_("The district or city that published the figure; this district under its own name."),
        ),
        Column(
            code="group", name=_("peer group"), synonyms=called.GROUP,
            hint=_("Like is compared with like within a group. Empty leaves a peer where it is."),
        ),
        Column(
            code="indicator", name=_("indicator"), required=True, synonyms=called.INDICATOR, width=28,
            hint=_("As it is defined here. A unit of measure after it, as in GDP (万元), is read and converted."),
        ),
        Column(
            code="unit", name=_("unit of measure"), synonyms=called.LABEL,
            hint=_("Only where the table counts in another one than the indicator."),
        ),
        Column(
            code="period", name=_("period"), kind="period", synonyms=called.PERIOD,
            hint=_("2026-08, 2026Q3, 2026H1 or 2026; figures since the year's start by its last month."),
        ),
        Column(code="level", name=pgettext_lazy("published", "level"), kind="number", synonyms=called.LEVEL),
        Column(
            code="growth", name=_("growth"), kind="number", synonyms=called.GROWTH,
            hint=_("Year on year in %, as it was published."),
        ),
        Column(code="goal", name=_("goal of the year"), kind="number", synonyms=called.GOAL),
        Column(
            code="source", name=_("source"), required=True, synonyms=called.SOURCE, width=28,
            hint=_("Who published it, and where."),
        ),
    )

    def may(self, person: Person) -> bool:
        return assigns_everywhere(person)

    def unfold(self, line: Line, others: Sequence[Cell]) -> Iterator[Line]:
        """A head may name a period, an indicator, one of its figures, or several of these on its levels.

        A growth or a goal that has a column of its own beside several of these is of the one before it.
        """
        for cell in (cell for cell in others if not cell.blank):
            beside = _beside(line, cell, others)
            periods, names = _parted(cell.head)
            values, where = {**beside, "level": cell.text}, {**line.where, "level": cell.letter}
            if periods:
                values["period"], where["period"] = periods[0], cell.letter
            if names:
                values["indicator"] = LEVELS.join(filter(None, [line["indicator"], *names]))
                where["indicator"] = cell.letter
            yield Line(line.number, values, where, line.heads)

    def compare(self, lines: Iterable[Line], *, person: Person, ground: Moment) -> Iterator[Change]:
        reader = Reader(ground)
        for chunk in chunks(lines):
            said = [reader.read(line) for line in chunk]
            standing = _standing(ground, [one.key for one in said if not one.judged.reasons])
            for one in said:
                yield one.judged.refused() if one.judged.reasons else reader.change(one, standing.get(one.key))

    def apply(self, payloads: Sequence[Mapping[str, Any]], *, person: Person, ground: Moment, reason: str) -> int:
        """One fact an indicator, period and source of the chunk."""
        batches = _batches(ground, payloads)
        standing = {one.name for one in indicators(ground.plan)}
        if gone := [place for key, batch in batches.items() if key[0] not in standing for place in batch.places]:
            raise Refused(dict.fromkeys(gone, str(UNDEFINED)))
        said = [
            Publication(indicator=name, period=Period.parse(period), figures=[*batch.figures.values()], source=source)
            for (name, period, source), batch in batches.items()
        ]
        compare_all(ground.plan, said, by=person, reason=reason)
        return len(payloads)

    def rows(self, *, person: Person, ground: Moment) -> Iterator[Mapping[str, Any]]:
        labels = dict(indicators(ground.plan).values_list("name", "unit_label"))
        groups = peers(ground.plan)
        found = PeerReading.objects.filter(plan=ground.plan, superseded=None).order_by("indicator", "period", "peer")
        for row in found.iterator(chunk_size=2000):
            label = labels[row.indicator]
            yield {
                "peer": row.peer, "group": groups.get(row.peer, ""), "indicator": row.indicator, "unit": label,
                "period": row.period, "source": row.source,
                "level": "" if row.value is None else plain(row.value, label),
                "growth": "" if row.growth is None else plain(row.growth, "%"),
                "goal": "" if row.goal is None else plain(row.goal, label),
            }


@dataclass
class Batch:
    """What one fact will say, by peer, and the payloads it comes from."""

    figures: dict[str, Figure] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)


def _batches(ground: Moment, payloads: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str, str], Batch]:
    """By indicator, period and source. A figure that a payload does not say stays as it stands."""
    standing = _standing(ground, [_key(payload) for payload in payloads])
    merged: dict[Key, dict[str, Any]] = {}
    batches: dict[tuple[str, str, str], Batch] = {}
    for place, payload in enumerate(payloads):
        indicator, period, peer = key = _key(payload)
        figure = merged.setdefault(key, _kept(standing.get(key)))
        figure |= payload["figures"] | ({"group": payload["group"]} if payload["group"] else {})
        source = _source(payload["source"], standing.get(key), payload["figures"])
        batch = batches.setdefault((indicator, period, source), Batch())
        batch.figures[peer] = Figure(peer=peer, **figure)
        batch.places.append(place)
    return batches


def _parted(head: str) -> tuple[list[str], list[str]]:
    """The periods a head's levels name, and its other levels."""
    periods, names = [], []
    for level in head.split(LEVELS):
        try:
            periods.append(cells.read(level, "period"))
        except cells.Unfit:
            names.append(level)
    return periods, names


def _beside(line: Line, cell: Cell, others: Sequence[Cell]) -> dict[str, str]:
    """The line's values without the growth and the goal that stand beside another of its cells."""
    places = sorted(_place(other.letter) for other in others)
    values = dict(line.values)
    for code in ("growth", "goal"):
        if code in line.where and len(others) > 1:
            before = [place for place in places if place < _place(line.where[code])]
            if not before or before[-1] != _place(cell.letter):
                values.pop(code, None)
    return values


def _place(letter: str) -> tuple[int, str]:
    return len(letter), letter


def _key(payload: Mapping[str, Any]) -> Key:
    return payload["indicator"], payload["period"], payload["peer"]


def _kept(reading: PeerReading | None) -> dict[str, Any]:
    return {} if reading is None else {name: getattr(reading, name) for name in VALUES.values()}


def _source(source: str, standing: PeerReading | None, said: Mapping[str, int]) -> str:
    """Who published it; of figures that stay as they were, still who published those."""
    stays = standing and any(value is not None and name not in said for name, value in _kept(standing).items())
    both = f"{standing.source}；{source}" if standing and stays and source not in standing.source else source
    return both if len(both) <= SOURCE_LENGTH else source


def _standing(ground: Moment, keys: Sequence[Key]) -> dict[Key, PeerReading]:
    """What stands of these; one query."""
    columns = [sorted({key[place] for key in keys}) for place in range(3)]
    found = PeerReading.objects.filter(
        plan=ground.plan, superseded=None, indicator__in=columns[0], period__in=columns[1], peer__in=columns[2]
    )
    return {(row.indicator, row.period, row.peer): row for row in found}


class Reader:
    """Reads the lines of one file: what is defined, how peers are grouped, what stood in it already."""

    def __init__(self, ground: Moment) -> None:
        self.heads = Heads(indicators(ground.plan))
        self.groups = peers(ground.plan)
        self.once, self.meant = Once(), dict[str, Meant | None]()
        self.grouped: dict[str, tuple[str, int]] = {}
        self.today = clock.today()

    def read(self, line: Line) -> Said:
        judged = Cells(line, " ".join(filter(None, (line["peer"], line["indicator"], line["period"]))))
        said = Said(judged)
        self._period(judged)
        self._lengths(judged)
        if loose(line["peer"]) in called.TOTALS:
            judged.refuse("peer", _("This row sums up others. It is no peer."))
        self._group(judged)
        if line["indicator"] not in self.meant:
            self.meant[line["indicator"]] = self.heads.meant(line["indicator"])
        if meant := self.meant[line["indicator"]]:
            said.indicator = meant.indicator
            self._figures(said, meant)
        else:
            judged.refuse("indicator", UNDEFINED)
        if not judged.reasons:
            for part in said.figures or [""]:
                if why := self.once.again((*said.key, part), line.number):
                    judged.refuse("level" if part == "value" else part or "peer", why)
                    break
        return said

    def _period(self, judged: Cells) -> None:
        text = judged.line["period"]
        if not text:
            judged.refuse("period", gettext("Say for which period, in a column or as one value for every row."))
        elif Period.parse(text).start > self.today:
            told = gettext("%(period)s has not begun. Nobody can have published it.")
            judged.refuse("period", told % {"period": text})

    def _lengths(self, judged: Cells) -> None:
        line = judged.line
        judged.take(lambda: too_long(PeerReading, peer=line["peer"], source=line["source"]), {})
        judged.take(lambda: too_long(Peer, group=line["group"]), {})

    def _group(self, judged: Cells) -> None:
        group, peer = judged.line["group"], judged.line["peer"]
        if not group:
            return
        first, number = self.grouped.setdefault(peer, (group, judged.line.number))
        if first != group:
            told = gettext("Row %(number)s puts this peer into the group %(group)s. A peer stands in one group.")
            judged.refuse("group", told % {"number": number, "group": first})

    def _figures(self, said: Said, meant: Meant) -> None:
        judged, indicator = said.judged, meant.indicator
        rate, growing = indicator.nature == Nature.RATE, meant.part == "growth"
        counted = meant.label or ("" if growing else judged.line["unit"])
        label = agreed("%" if growing else indicator.unit_label, counted)
        if not label:
            told = gettext("This is counted in %(said)s, the indicator in %(label)s. Bring figures in that one.")
            numbers = {"said": counted, "label": "%" if growing else indicator.unit_label}
            return judged.refuse("indicator" if meant.label else "unit", told % numbers)
        for column, part, measured, signed in (
            ("growth", "growth", "%", True),
            ("goal", "goal", indicator.unit_label if growing else label, rate),
            ("level", meant.part, label, rate or growing),
        ):
            figure = judged.figure(column, measured, signed=signed, said=bool(counted) and column != "growth")
            if figure is not None:
                said.figures[VALUES[part]] = figure
        return None

    def change(self, said: Said, standing: PeerReading | None) -> Change:
        """What an accepted line would do."""
        line, before = said.judged.line, _kept(standing)
        group = self.groups.get(line["peer"], "")
        shown = [
            (_figure_name(name), _shown(before.get(name), name, said), _shown(figure, name, said))
            for name, figure in said.figures.items()
            if before.get(name) != figure
        ]
        if line["group"] not in ("", group):
            shown.append((gettext("peer group"), group, line["group"]))
        state = "new" if standing is None else "changed" if shown else "unchanged"
        indicator = said.indicator.name if said.indicator else ""
        return Change(
            number=line.number, state=state, subject=f"{line['peer']} {indicator} {line['period']}",  # type: ignore[arg-type]
            shown=shown, payload=said.payload,
        )


def _figure_name(name: str) -> str:
    names = {"value": pgettext("published", "level"), "growth": gettext("growth"), "goal": gettext("goal of the year")}
    return names[name]


def _shown(figure: int | None, name: str, said: Said) -> str:
    if figure is None or said.indicator is None:
        return ""
    if name == "growth":
        return f"{bp(figure)} %"
    return f"{show(figure, said.indicator.unit_label)} {said.indicator.unit_label}"
