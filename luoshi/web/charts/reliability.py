"""Chances that were said against what came: where both agree, dots lie on the diagonal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.safestring import SafeString

from luoshi.web.charts import paper as sheet
from luoshi.web.charts.paper import Board, Paper, Scale, draw, on_page

PARTS = 10
LARGEST = 9.0


@dataclass(frozen=True)
class Said:
    """What was said on average and how often it came, both in per cent, of `n` chances."""

    said: float
    came: float
    n: int


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """Dots by what was said (along) and what came (up), larger for more chances; each has its number beside it."""

    dots: Sequence[Said]
    even_label: str = ""


def reliability(chart: Reliability, label: str) -> SafeString:
    """The chart as two `<svg>`, 680 and 326 wide, of which look.css shows one. `label` says what it says."""
    return on_page(chart, label)


@draw.register
def _drawn(chart: Reliability, paper: Paper, label: str) -> SafeString:
    scale = Scale(PARTS, [0.0, 25.0, 50.0, 75.0, 100.0], paper.width - 14.0)
    across = [scale.spot(part, 0)[0] for part in range(PARTS + 1)]
    even = [scale.spot(0, 0), scale.spot(PARTS, 100)]
    parts = [*sheet.grid(scale), sheet.polyline("target", even)]
    parts += sheet.named_slots(paper, across, [str(part * 10) for part in range(PARTS + 1)], 0)
    return sheet.framed(paper, label, [*parts, *_dots(scale, chart, paper)])


def _dots(scale: Scale, chart: Reliability, paper: Paper) -> Iterator[SafeString]:
    board, most = Board(paper), max((dot.n for dot in chart.dots), default=1)
    board.keep([scale.spot(0, 0), scale.spot(PARTS, 100)])
    spots = [(dot, scale.spot(dot.said / 100 * PARTS, dot.came)) for dot in chart.dots]
    for dot, spot in spots:
        board.keep([(spot[0] - 4, spot[1]), (spot[0] + 4, spot[1])])
        yield sheet.dot(spot, "dot", max(2.5, LARGEST * sqrt(dot.n / most)))
    for dot, (x, y) in spots:
        places = [(x + side, y + up, anchor) for up in (4, -8, 18) for side, anchor in ((13, "start"), (-13, "end"))]
        yield board.write(f"{dot.n:,}", places)
    x, y = scale.spot(PARTS * 0.8, 80)
    yield board.write(chart.even_label, [(x - 10, y - 8, "end"), (x + 10, y + 18, "start")])
