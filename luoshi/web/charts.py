"""Line charts as inline SVG, drawn on the server from plain numbers.

Thin ink lines, words beside the lines instead of a legend, the even pace dashed, the gap to it shaded, a
forecast as a fan. Geometry stands in attributes and colour in look.css; every word is escaped.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from luoshi.web.marks import at, points

TOP, FOOT, HEIGHT, LINE_HEIGHT = 14.0, 274.0, 300, 15.0
Spot = tuple[float, float]


@dataclass(frozen=True)
class Paper:
    """A drawing's width, where its lines end (the rest is for words) and which slots are named."""

    name: str
    width: int
    right: float
    every: int


WIDE, NARROW = Paper("wide", 680, 562.0, 2), Paper("narrow", 326, 218.0, 3)


@dataclass(frozen=True, kw_only=True)
class Fan:
    """A forecast: low, middle and high for every period after the last actual one."""

    low: Sequence[float]
    middle: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A cumulated measure over the periods of a year. Numbers are plain, in the unit that the words name.

    `slots` names every period; `actual` holds the first of them; `plan` (a path of its own) and `fan` may be
    left out. Labels stand beside what they name and are left out when empty.
    """

    slots: Sequence[str]
    actual: Sequence[float]
    goal: float
    plan: Sequence[float] = ()
    fan: Fan | None = None
    actual_label: str = ""
    goal_label: str = ""
    target_label: str = ""
    plan_label: str = ""
    gap_label: str = ""
    fan_labels: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True)
class Scale:
    """From a period (0 = the start of the first) and a value to a spot on the paper."""

    paper: Paper
    periods: int
    marks: Sequence[float]

    @property
    def left(self) -> float:
        return 13.0 + 7 * max(len(f"{mark:,g}") for mark in self.marks)

    def spot(self, period: float, value: float) -> Spot:
        x = self.left + (self.paper.right - self.left) * period / self.periods
        return x, FOOT - (FOOT - TOP) * float(value) / self.marks[-1]

    def line(self, values: Sequence[float], start: int = 0) -> list[Spot]:
        return [self.spot(start + i, value) for i, value in enumerate(values)]


def trend(chart: Trend, label: str) -> SafeString:
    """The chart as two `<svg>`, 680 and 326 wide, of which look.css shows one. `label` says what it says."""
    return format_html("{}{}", _drawn(chart, label, WIDE), _drawn(chart, label, NARROW))


def _drawn(chart: Trend, label: str, paper: Paper) -> SafeString:
    scale = Scale(paper, len(chart.slots), ticks(_highest(chart)))
    parts = [*_grid(scale), *_slots(scale, chart), *_shades(scale, chart), *_lines(scale, chart)]
    parts += [*_beside(scale, chart), *_at_end(scale, chart)]
    inside = format_html_join("", "{}", ((part,) for part in parts))
    frame = '<svg class="chart is-{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    return format_html(frame, paper.name, paper.width, HEIGHT, label, inside)


def ticks(highest: float) -> list[float]:
    """Three to five round numbers from 0 to at least `highest` (steps of 1, 2, 2.5 or 5 × a power of ten)."""
    if highest < 1e-6:
        return [0, 1]
    power = 10.0 ** math.floor(math.log10(highest / 3))
    step = next(power * by for by in (1, 2, 2.5, 5, 10) if highest / (power * by) <= 4)
    return [round(step * i, 10) for i in range(math.ceil(highest / step - 1e-9) + 1)]


def _highest(chart: Trend) -> float:
    high = chart.fan.high if chart.fan else ()
    return float(max([chart.goal, 0, *chart.actual, *chart.plan, *high]))


def _due(chart: Trend) -> float:
    return chart.goal * len(chart.actual) / len(chart.slots)


def _text(x: float, y: float, words: str, anchor: str = "start", ink: bool = False) -> SafeString:
    if not words:
        return SafeString("")
    kind = SafeString(' class="is-ink"') if ink else ""
    return format_html('<text x="{}" y="{}" text-anchor="{}"{}>{}</text>', at(x), at(y), anchor, kind, words)


def _grid(scale: Scale) -> list[SafeString]:
    parts = []
    for mark in scale.marks:
        y = scale.spot(0, mark)[1]
        parts.append(_straight("grid", (scale.left, y), (scale.paper.right, y)))
        parts.append(_text(scale.left - 8, y + 4, f"{mark:,g}", "end"))
    return parts


def _slots(scale: Scale, chart: Trend) -> list[SafeString]:
    last, now = len(chart.slots), len(chart.actual)
    every = 1 if last <= 6 else scale.paper.every
    free = [p for p in range(1, last + 1, every) if abs(p - now) >= every and last - p >= every]
    foot = HEIGHT - 8
    return [
        _text(scale.spot(p, 0)[0], foot, chart.slots[p - 1], "middle", ink=p == now)
        for p in sorted({*free, now, last} - {0})
    ]


def _shades(scale: Scale, chart: Trend) -> list[SafeString]:
    now, parts = len(chart.actual), []
    if chart.actual and chart.actual[-1] < _due(chart):  # what is ahead lacks nothing
        gap = [*scale.line([0, *chart.actual]), scale.spot(now, _due(chart))]
        parts.append(format_html('<polygon class="short" points="{}"/>', points(gap)))
    if chart.fan:
        start = chart.actual[-1] if chart.actual else 0
        upper = scale.line([start, *chart.fan.high], now)
        lower = scale.line([start, *chart.fan.low], now)
        parts.append(format_html('<polygon class="fan" points="{}"/>', points([*upper, *reversed(lower)])))
    return parts


def _lines(scale: Scale, chart: Trend) -> list[SafeString]:
    now, parts = len(chart.actual), []
    if chart.plan:
        parts.append(_polyline("plan", scale.line([0, *chart.plan])))
    parts.append(_polyline("target", [scale.spot(0, 0), scale.spot(scale.periods, chart.goal)]))
    if chart.fan:
        start = chart.actual[-1] if now else 0
        parts.append(_polyline("median", scale.line([start, *chart.fan.middle], now)))
    if chart.actual:
        parts.append(_polyline("actual", scale.line([0, *chart.actual])))
        x, y = scale.spot(now, chart.actual[-1])
        parts.append(format_html('<circle class="dot" cx="{}" cy="{}" r="3"/>', at(x), at(y)))
    return parts


def _straight(kind: str, start: Spot, end: Spot) -> SafeString:
    ends = [at(length) for length in (*start, *end)]
    return format_html('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>', kind, *ends)


def _polyline(kind: str, spots: Sequence[Spot]) -> SafeString:
    return format_html('<polyline class="{}" points="{}"/>', kind, points(spots))


def _beside(scale: Scale, chart: Trend) -> list[SafeString]:
    """Words beside the lines: how far apart they are, the even pace, the plan's own path, the last figure."""
    parts = []
    if chart.actual:
        now = len(chart.actual)
        (x, here), due = scale.spot(now, chart.actual[-1]), scale.spot(now, _due(chart))[1]
        if abs(due - here) > LINE_HEIGHT:
            parts.append(_straight("leader", (x, due), (x, here)))
            parts.append(_text(x - 8, max(due, here) - 18, chart.gap_label, "end", ink=True))
        if not _late(scale, chart):
            parts.append(_text(x + 8, here + (16 if due <= here else -8), chart.actual_label, ink=True))
    share = _free_share(scale, chart)
    x, y = scale.spot(scale.periods * share, chart.goal * share)
    parts.append(_text(x - 8, y - 6, chart.target_label, "end"))
    if chart.plan:
        at = round(len(chart.plan) * 0.75)
        x, y = scale.spot(at, chart.plan[at - 1])
        parts.append(_text(x + 10, y + 14, chart.plan_label))
    return parts


def _free_share(scale: Scale, chart: Trend) -> float:
    """Where along the even pace its name stands: early, or late where the gap is named early."""
    return 0.8 if 0.3 < len(chart.actual) / scale.periods < 0.65 else 0.4


def _late(scale: Scale, chart: Trend) -> bool:
    """So near the right end that the last figure's words would run into those there."""
    return not chart.fan and len(chart.actual) > scale.periods * 0.85


def _at_end(scale: Scale, chart: Trend) -> list[SafeString]:
    """Words at the right end, pushed apart so that none covers another."""
    ends = [(scale.spot(scale.periods, chart.goal)[1], chart.goal_label, True)]
    if _late(scale, chart):
        ends.append((scale.spot(scale.periods, chart.actual[-1])[1], chart.actual_label, True))
    if chart.fan:
        finals = (chart.fan.low[-1], chart.fan.middle[-1], chart.fan.high[-1])
        fan = zip(finals, chart.fan_labels, (False, True, False), strict=True)
        ends += [(scale.spot(scale.periods, value)[1], words, ink) for value, words, ink in fan]
    ends = sorted(end for end in ends if end[1])
    heights = apart([y for y, _, _ in ends], LINE_HEIGHT)
    return [
        _text(scale.paper.right + 8, y + 4, words, ink=ink)
        for y, (_, words, ink) in zip(heights, ends, strict=True)
    ]


def apart(heights: Sequence[float], distance: float) -> list[float]:
    """Ascending heights moved as little as needed to stand at least `distance` from each other."""
    placed: list[float] = []
    for height in heights:
        placed.append(height if not placed else max(height, placed[-1] + distance))
    drift = sum(p - h for p, h in zip(placed, heights, strict=True)) / len(placed) if placed else 0
    return [p - drift for p in placed]
