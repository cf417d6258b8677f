"""A cumulated measure over the periods of a year: the even pace dashed, the gap to it shaded, a forecast as a fan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from luoshi.web.charts import paper as sheet
from luoshi.web.charts.paper import LINE_HEIGHT, Board, Paper, Scale, Spot, draw, on_page


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
    left out. Labels stand beside what they name and are left out when empty; `fan_labels` go low, middle, high.
    `less_is_better` shades what is over the even pace instead of what is under it.
    """

    slots: Sequence[str]
    actual: Sequence[float]
    goal: float
    plan: Sequence[float] = ()
    fan: Fan | None = None
    less_is_better: bool = False
    actual_label: str = ""
    goal_label: str = ""
    target_label: str = ""
    plan_label: str = ""
    gap_label: str = ""
    fan_labels: tuple[str, str, str] = ("", "", "")

    def __post_init__(self) -> None:
        ahead = len(self.slots) - self.now
        if self.fan and {len(path) for path in (self.fan.low, self.fan.middle, self.fan.high)} != {ahead}:
            raise ValueError(f"a fan over the {ahead} periods ahead")

    @property
    def ahead(self) -> Fan | None:
        """The forecast, if a period is left to be forecast."""
        return self.fan if self.fan and self.fan.middle else None

    @property
    def paths(self) -> list[Sequence[float]]:
        return [self.ahead.low, self.ahead.middle, self.ahead.high] if self.ahead else []

    @property
    def now(self) -> int:
        return len(self.actual)

    @property
    def last(self) -> float:
        return self.actual[-1] if self.actual else 0

    @property
    def due(self) -> float:
        return self.goal * self.now / len(self.slots)


def trend(chart: Trend, label: str) -> SafeString:
    """The chart as two `<svg>`, 680 and 326 wide, of which look.css shows one. `label` says what it says."""
    return on_page(chart, label)


@draw.register
def _drawn(chart: Trend, paper: Paper, label: str) -> SafeString:
    values = [chart.goal, 0, *chart.actual, *chart.plan, *(value for path in chart.paths for value in path)]
    ends = [chart.goal_label, *chart.fan_labels, chart.actual_label if _late(chart) else ""]
    marks = sheet.ticks(float(max(values)), float(min(values)))
    scale = Scale(len(chart.slots), marks, sheet.right_of(paper, ends))
    across = [scale.spot(number, 0)[0] for number in range(1, len(chart.slots) + 1)]
    parts = [*sheet.grid(scale), *sheet.named_slots(paper, across, chart.slots, chart.now)]
    parts += [*_shades(scale, chart), *_lines(scale, chart), *_words(scale, chart, paper)]
    return sheet.framed(paper, label, parts)


def _shades(scale: Scale, chart: Trend) -> Iterator[SafeString]:
    ahead = chart.last - chart.due
    if chart.actual and (ahead > 0 if chart.less_is_better else ahead < 0):  # what is ahead lacks nothing
        yield sheet.polygon("short", [*scale.line([0, *chart.actual]), scale.spot(chart.now, chart.due)])
    if chart.ahead:
        upper = scale.line([chart.last, *chart.ahead.high], chart.now)
        lower = scale.line([chart.last, *chart.ahead.low], chart.now)
        yield sheet.polygon("fan", [*upper, *reversed(lower)])


def _lines(scale: Scale, chart: Trend) -> Iterator[SafeString]:
    if chart.plan:
        yield sheet.polyline("plan", scale.line([0, *chart.plan]))
    yield sheet.polyline("target", _pace(scale, chart))
    if chart.ahead:
        yield sheet.polyline("median", scale.line([chart.last, *chart.ahead.middle], chart.now))
    if chart.actual:
        yield sheet.polyline("actual", scale.line([0, *chart.actual]))
        yield sheet.dot(scale.spot(chart.now, chart.last))


def _pace(scale: Scale, chart: Trend) -> list[Spot]:
    return [scale.spot(0, 0), scale.spot(scale.periods, chart.goal)]


def _words(scale: Scale, chart: Trend, paper: Paper) -> list[SafeString]:
    """First what stands at the right end, then the last figure and its gap, then the names of the lines."""
    board = Board(paper, left=scale.left - 4)
    lines = [_pace(scale, chart), scale.line([0, *chart.actual]), scale.line([0, *chart.plan])]
    for line in (*lines, *(scale.line([chart.last, *path], chart.now) for path in chart.paths)):
        board.keep(line)
    even = [chart.goal * period / scale.periods for period in range(1, scale.periods + 1)]
    return [
        *board.at_ends(scale.right + 8, _ends(scale, chart)),
        *_figures(board, scale, chart),
        board.write(chart.target_label, _along(scale, even)),
        board.write(chart.plan_label if chart.plan else "", _along(scale, chart.plan)),
    ]


def _figures(board: Board, scale: Scale, chart: Trend) -> Iterator[SafeString]:
    if not chart.actual:
        return
    (x, here), due = scale.spot(chart.now, chart.last), scale.spot(chart.now, chart.due)[1]
    if abs(due - here) > LINE_HEIGHT:
        yield sheet.straight("leader", (x, due), (x, here))
        board.keep([(x, due), (x, here)])
        heights = [here + (due - here) * share + 4 for share in (0.5, 0.35, 0.65, 0.2)]
        sides = [(x - 8, "end"), (x + 8, "start")]
        yield board.write(chart.gap_label, [(side, y, anchor) for side, anchor in sides for y in heights], ink=True)
    if not _late(chart):
        below, above = (here + 18, here - 9) if due <= here else (here - 9, here + 18)
        places = [(x + 8, below, "start"), (x + 8, above, "start"), (x - 8, above, "end"), (x - 8, below, "end")]
        yield board.write(chart.actual_label, places, ink=True)


def _along(scale: Scale, values: Sequence[float]) -> list[tuple[float, float, str]]:
    """Places over and under a line, from its middle outwards."""
    spots = scale.line(values, 1)
    spots.sort(key=lambda spot: abs(spot[0] - (scale.left + scale.right) / 2))
    return [place for x, y in spots for place in ((x - 8, y - 6, "end"), (x + 8, y + 14, "start"))]


def _late(chart: Trend) -> bool:
    """So near the right end that the last figure's words stand among those there."""
    return not chart.ahead and chart.now > len(chart.slots) * 0.85


def _ends(scale: Scale, chart: Trend) -> Iterator[tuple[float, str, bool]]:
    yield scale.spot(scale.periods, chart.goal)[1], chart.goal_label, True
    if _late(chart):
        yield scale.spot(scale.periods, chart.last)[1], chart.actual_label, True
    for path, words, ink in zip(chart.paths, chart.fan_labels, (False, True, False), strict=False):
        yield scale.spot(scale.periods, path[-1])[1], words, ink
