"""Charts of one row for each name: contributions to a total as bars from zero, and one figure of many peers as dots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from django.utils.html import format_html
from django.utils.safestring import SafeString

from luoshi.web.charts import paper as sheet
from luoshi.web.charts.paper import Paper, draw, on_page
from luoshi.web.marks import at

ROW, TALL, BAR, HEAD, UNDER, GAP, EDGE = 26.0, 40.0, 12.0, 22.0, 10.0, 12.0, 2.0


@dataclass(frozen=True)
class Part:
    """One contribution: its name, its value, and the value in words as it stands at the right."""

    name: str
    value: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Contributions that add up to a total, which the last bar shows. Numbers are plain, in one unit.

    Bars go from zero to both sides, in the order given. The total is computed; `total_words` says it.
    """

    parts: Sequence[Part]
    total_name: str
    total_words: str

    @property
    def total(self) -> float:
        return float(sum(part.value for part in self.parts))


@dataclass(frozen=True)
class Peer:
    """A name, its figure (None: not known) and the figure in words as it stands at the right."""

    name: str
    value: float | None
    words: str
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class Dots:
    """One figure of each of many peers on one axis, in the order given; the median of those known as a thin line."""

    peers: Sequence[Peer]
    median_label: str = ""


def shares(chart: Shares, label: str) -> SafeString:
    """The chart as two `<svg>`, 680 and 326 wide, of which look.css shows one. `label` says what it says."""
    return on_page(chart, label)


def dots(chart: Dots, label: str) -> SafeString:
    """The chart as two `<svg>`, 680 and 326 wide, of which look.css shows one. `label` says what it says."""
    return on_page(chart, label)


@dataclass(frozen=True)
class _Rows:
    """Names at the left, figures at the right, an axis between; where names need the room they stand over the axis."""

    paper: Paper
    names: Sequence[str]
    words: Sequence[str]
    lowest: float
    highest: float

    @cached_property
    def tall(self) -> bool:
        return self.longest > self.paper.width * 0.34

    @cached_property
    def longest(self) -> float:
        return max(map(sheet.wide, self.names), default=0)

    @property
    def step(self) -> float:
        return TALL if self.tall else ROW

    @cached_property
    def left(self) -> float:
        return 8.0 if self.tall else self.longest + GAP

    @cached_property
    def right(self) -> float:
        return self.paper.width - max(map(sheet.wide, self.words), default=0) - GAP - EDGE

    def across(self, value: float) -> float:
        span = (self.highest - self.lowest) or 1.0
        return self.left + (self.right - self.left) * (value - self.lowest) / span

    def middle(self, row: float) -> float:
        return HEAD + self.step * row + (self.step - ROW / 2 if self.tall else ROW / 2)

    def head(self, row: float, name: str, words: str, ink: bool) -> Iterator[SafeString]:
        y = self.middle(row) + 4
        if self.tall:
            room = self.paper.width - 8.0
            yield sheet.text(0, y - 17, sheet.shortened(name, room), "start", ink)
        else:
            yield sheet.text(self.left - GAP, y, name, "end", ink)
        yield sheet.text(self.paper.width - EDGE, y, words, "end", ink)


@draw.register
def _shares(chart: Shares, paper: Paper, label: str) -> SafeString:
    rows = [*chart.parts, Part(chart.total_name, chart.total, chart.total_words)]
    ends = [0.0, *(float(row.value) for row in rows)]
    table = _Rows(paper, [row.name for row in rows], [row.words for row in rows], min(ends), max(ends))
    last = len(rows) - 1
    line = table.middle(last) - table.step + (ROW / 2 + 5)
    zero, foot = table.across(0), table.middle(last + 0.4) + ROW / 2
    parts = [
        sheet.straight("grid", (0, line), (paper.width, line)),
        sheet.straight("grid is-zero", (zero, HEAD), (zero, foot)),
    ]
    for number, row in enumerate(rows):
        total = number == last
        place = number + (0.4 if total else 0)
        parts += [_bar(table, place, float(row.value), total), *table.head(place, row.name, row.words, total)]
    return sheet.framed(paper, label, parts, foot + UNDER)


def _bar(table: _Rows, row: float, value: float, total: bool) -> SafeString:
    start, end = sorted((table.across(0), table.across(value)))
    shape = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
    kind = "share is-total" if total else "share"
    return format_html(shape, kind, at(start), at(table.middle(row) - BAR / 2), at(max(end - start, 0.5)), at(BAR))


@draw.register
def _dots(chart: Dots, paper: Paper, label: str) -> SafeString:
    known = [float(peer.value) for peer in chart.peers if peer.value is not None] or [0.0]
    marks = sheet.ticks(max(known), min(known))
    names, words = [peer.name for peer in chart.peers], [peer.words for peer in chart.peers]
    table = _Rows(paper, names, words, marks[0], marks[-1])
    foot = table.middle(len(chart.peers) - 1) + ROW / 2 if chart.peers else HEAD
    parts = [*_axis(table, marks, foot)]
    if chart.peers:
        parts += _median(table, median(known), chart.median_label, foot)
    for row, peer in enumerate(chart.peers):
        parts += _dotted(table, row, peer)
    return sheet.framed(paper, label, parts, foot + 20 + UNDER)


def _axis(table: _Rows, marks: Sequence[float], foot: float) -> Iterator[SafeString]:
    for mark in marks:
        x = table.across(mark)
        yield sheet.straight("grid", (x, HEAD), (x, foot))
        yield sheet.text(x, foot + 16, sheet.shown(mark), "middle")


def _median(table: _Rows, value: float, words: str, foot: float) -> Iterator[SafeString]:
    x, half = table.across(value), sheet.wide(words) / 2
    yield sheet.straight("target", (x, HEAD), (x, foot))
    yield sheet.text(min(max(x, half), table.paper.width - half), HEAD - 8, words, "middle")


def _dotted(table: _Rows, row: int, peer: Peer) -> Iterator[SafeString]:
    y = table.middle(row)
    yield sheet.straight("row", (table.left, y), (table.right, y))
    if peer.value is not None:
        spot = table.across(float(peer.value)), y
        yield sheet.dot(spot, "dot is-own" if peer.own else "dot is-peer", 4.5 if peer.own else 3.5)
    yield from table.head(row, peer.name, peer.words, peer.own)
