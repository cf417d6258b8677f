"""What every chart is drawn on: a paper, a scale, and words that find a free place.

Thin ink lines, words beside the lines instead of a legend. Geometry stands in attributes and colour in look.css;
every word is escaped. A number is a plain float in the unit that the words name.
"""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import singledispatch
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from luoshi.web.marks import at, points

TOP, FOOT, HEIGHT, LINE_HEIGHT = 14.0, 274.0, 300, 15.0
UNDER = 22  # where the names of periods stand
Spot = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Paper:
    """A drawing's width, where its lines end at the furthest (the rest is for words) and which slots are named."""

    name: str
    width: int
    right: float
    every: int


WIDE, NARROW, PRINT = Paper("wide", 680, 562.0, 2), Paper("narrow", 326, 218.0, 3), Paper("print", 560, 446.0, 2)


@singledispatch
def draw(chart: object, paper: Paper, label: str) -> SafeString:
    """One `<svg>` of a chart on one paper. `label` says in words what it says."""
    raise TypeError(f"no such chart: {chart!r}")


def on_page(chart: object, label: str) -> SafeString:
    """The chart as two `<svg>`, 680 and 326 wide, of which look.css shows one."""
    return format_html("{}{}", draw(chart, WIDE, label), draw(chart, NARROW, label))


def framed(paper: Paper, label: str, parts: Iterable[SafeString], height: float = HEIGHT) -> SafeString:
    inside = format_html_join("", "{}", ((part,) for part in parts))
    frame = '<svg class="chart is-{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    return format_html(frame, paper.name, paper.width, round(height), label, inside)


def ticks(highest: float, lowest: float = 0) -> list[float]:
    """Two to seven round numbers from `lowest` or below to `highest` or above (steps of 1, 2, 2.5 or 5 × a power of
    ten). From 0 unless `lowest` is below it or more than half as high as `highest`.
    """
    if 0 < lowest <= highest / 2:
        lowest = 0
    span = highest - lowest
    if span < 1e-6:
        highest, lowest, span = lowest + 1, lowest, 1
    power = 10.0 ** math.floor(math.log10(span / 3))
    step = next(power * by for by in (1, 2, 2.5, 5, 10) if span / (power * by) <= 4)
    first, last = math.floor(lowest / step + 1e-9), math.ceil(highest / step - 1e-9)
    return [round(step * i, 10) for i in range(first, last + 1)]


@dataclass(frozen=True)
class Scale:
    """From a period (0 = the start of the first) and a value to a spot on the paper."""

    periods: int
    marks: Sequence[float]
    right: float

    @property
    def left(self) -> float:
        return 10.0 + 7 * max(len(shown(mark)) for mark in self.marks)

    def spot(self, period: float, value: float) -> Spot:
        x = self.left + (self.right - self.left) * period / self.periods
        lowest, highest = self.marks[0], self.marks[-1]
        return x, FOOT - (FOOT - TOP) * (float(value) - lowest) / (highest - lowest)

    def line(self, values: Sequence[float], start: float = 0) -> list[Spot]:
        return [self.spot(start + i, value) for i, value in enumerate(values)]


def shown(mark: float) -> str:
    return f"{mark:,g}".replace("-", "−")


def wide(words: str) -> float:
    """About how wide 12 px words are drawn."""
    return sum(12 if unicodedata.east_asian_width(sign) in "WFA" else 6.8 for sign in words)


def right_of(paper: Paper, labels: Iterable[str]) -> float:
    """Where lines end, so that the longest label beside their ends stays on the paper."""
    needed = paper.width - 10 - max(map(wide, labels), default=0)
    return max(min(paper.right, needed), paper.width * 0.5)


def shortened(words: str, room: float) -> str:
    """As much of `words` as `room` holds, with … for the rest."""
    if wide(words) <= room:
        return words
    while words and wide(words) > room - 12:
        words = words[:-1]
    return words.rstrip() + "…"


def text(x: float, y: float, words: str, anchor: str = "start", ink: bool = False) -> SafeString:
    if not words:
        return SafeString("")
    kind = SafeString(' class="is-ink"') if ink else ""
    return format_html('<text x="{}" y="{}" text-anchor="{}"{}>{}</text>', at(x), at(y), anchor, kind, words)


def straight(kind: str, start: Spot, end: Spot) -> SafeString:
    ends = [at(length) for length in (*start, *end)]
    return format_html('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', kind, *ends)


def polyline(kind: str, spots: Sequence[Spot]) -> SafeString:
    return format_html('<polyline class="{}" points="{}"/>', kind, points(spots))


def polygon(kind: str, spots: Sequence[Spot]) -> SafeString:
    return format_html('<polygon class="{}" points="{}"/>', kind, points(spots))


def dot(spot: Spot, kind: str = "dot", radius: float = 3) -> SafeString:
    x, y = spot
    return format_html('<circle class="{}" cx="{}" cy="{}" r="{}"/>', kind, at(x), at(y), radius)


def grid(scale: Scale) -> Iterator[SafeString]:
    for mark in scale.marks:
        y = scale.spot(0, mark)[1]
        zero = "grid is-zero" if mark == 0 and scale.marks[0] < 0 else "grid"
        yield straight(zero, (scale.left, y), (scale.right, y))
        yield text(scale.left - 8, y + 4, shown(mark), "end")


def named_slots(
    paper: Paper, across: Sequence[float], names: Sequence[str], now: int, y: float = HEIGHT - 8
) -> Iterator[SafeString]:
    """Names of periods under the drawing: the present one, the last, and as many others as there is room for.

    `across` says where each stands; `now` counts the periods up to the present one.
    """
    last = len(names)
    step = (across[-1] - across[0]) / (last - 1) if last > 1 else float(paper.width)
    room = math.ceil((max(map(wide, names), default=0) + 8) / step)
    every = max(1 if last <= 6 else paper.every, room)
    kept = {now, last} if last - now >= room else {now or last}
    free = {p for p in range(1, last + 1, every) if all(abs(p - other) >= every for other in kept)}
    for p in sorted((free | kept) - {0}):
        yield text(across[p - 1], y, names[p - 1], "middle", ink=p == now)


def apart(heights: Sequence[float], distance: float) -> list[float]:
    """Ascending heights moved as little as needed to stand at least `distance` from each other."""
    groups: list[tuple[float, int]] = []  # where the first of a group stands, and how many stand under it
    for height in heights:
        first, count = height, 1
        while groups and groups[-1][0] + groups[-1][1] * distance > first:
            above, more = groups.pop()
            first = (above * more + (first - more * distance) * count) / (more + count)
            count += more
        groups.append((first, count))
    return [first + i * distance for first, count in groups for i in range(count)]


@dataclass
class Board:
    """What stands on a drawing already, so that further words find a free place beside it."""

    paper: Paper
    height: float = HEIGHT
    left: float = 2
    boxes: list[Box] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def keep(self, line: Sequence[Spot]) -> None:
        """Words avoid this line where they can."""
        for (x, y), (to_x, to_y) in pairwise(line):
            steps = max(1, round(math.hypot(to_x - x, to_y - y) / 4))
            self.spots += [(x + (to_x - x) * i / steps, y + (to_y - y) * i / steps) for i in range(steps + 1)]

    def write(self, words: str, places: Iterable[tuple[float, float, str]], ink: bool = False) -> SafeString:
        """`words` at the first of `places` (x, y of the baseline, anchor) that is the least in the way."""
        if not words:
            return SafeString("")
        place = min(places, key=lambda place: self._hits(_box(words, *place)))
        self.boxes.append(_box(words, *place))
        return text(place[0], place[1], words, place[2], ink)

    def at_ends(self, x: float, ends: Iterable[tuple[float, str, bool]]) -> list[SafeString]:
        """Words (height, words, ink) in a column at the right, pushed apart so that none covers another."""
        kept = sorted(end for end in ends if end[1])
        heights = apart([y for y, _, _ in kept], LINE_HEIGHT)
        over = 0.0
        if kept:
            over = min(heights[0] - TOP, 0.0) or max(heights[-1] - (self.height - (HEIGHT - FOOT)), 0.0)
        room = self.paper.width - x
        return [
            self.write(shortened(words, room), [(x, y - over + 4, "start")], ink)
            for y, (_, words, ink) in zip(heights, kept, strict=True)
        ]

    def _hits(self, box: Box) -> int:
        left, top, right, bottom = box
        outside = left < self.left or right > self.paper.width or top < 0 or bottom > self.height - UNDER
        covered = sum(b[0] < right and left < b[2] and b[1] < bottom and top < b[3] for b in self.boxes)
        crossed = sum(left - 2 < x < right + 2 and top < y < bottom for x, y in self.spots)
        return 10_000 * outside + 1_000 * covered + crossed


def _box(words: str, x: float, y: float, anchor: str) -> Box:
    width = wide(words)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, y - 11, left + width, y + 3
