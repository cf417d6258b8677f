"""A level or a rate over periods against its target: no even pace, perhaps negative, broken where nothing is known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from luoshi.web.charts import paper as sheet
from luoshi.web.charts.paper import Board, Paper, Scale, Spot, draw, on_page

MIDDLE = 0.5  # a level stands in the middle of its period


@dataclass(frozen=True, kw_only=True)
class Levels:
    """A figure at a time, or a rate, for each period. Numbers are plain, in the unit that the words name.

    `slots` names every period; `values` holds one for each of the first of them, None where it is not known:
    the line breaks there and `unknown_label` says so. Labels are left out when empty.
    """

    slots: Sequence[str]
    values: Sequence[float | None]
    target: float | None = None
    value_label: str = ""
    target_label: str = ""
    unknown_label: str = ""


def levels(chart: Levels, label: str) -> SafeString:
    """The chart as two `<svg>`, 680 and 326 wide, of which look.css shows one. `label` says what it says."""
    return on_page(chart, label)


def runs(values: Sequence[float | None]) -> list[tuple[int, list[float | None]]]:
    """Neighbouring values that are all known or all unknown, each run with the position of its first."""
    numbered = groupby(enumerate(values), key=lambda pair: pair[1] is None)
    return [(run[0][0], [value for _, value in run]) for run in (list(group) for _, group in numbered)]


@draw.register
def _drawn(chart: Levels, paper: Paper, label: str) -> SafeString:
    known = [float(value) for value in (*chart.values, chart.target) if value is not None] or [0.0]
    late = _last(chart) > len(chart.slots) * 0.85
    ends = [chart.target_label, chart.value_label if late else ""]
    scale = Scale(len(chart.slots), sheet.ticks(max(known), min(known)), sheet.right_of(paper, ends))
    across = [scale.spot(number + MIDDLE, 0)[0] for number in range(len(chart.slots))]
    parts = [*sheet.grid(scale), *sheet.named_slots(paper, across, chart.slots, len(chart.values))]
    parts += [*_lines(scale, chart), *_words(scale, chart, paper, late)]
    return sheet.framed(paper, label, parts)


def _last(chart: Levels) -> int:
    """How many periods reach to the last known value."""
    return max((number for number, value in enumerate(chart.values, 1) if value is not None), default=0)


def _pieces(scale: Scale, chart: Levels) -> list[list[Spot]]:
    """The line between its gaps."""
    return [
        scale.line([value for value in run if value is not None], start + MIDDLE)
        for start, run in runs(chart.values)
        if run[0] is not None
    ]


def _lines(scale: Scale, chart: Levels) -> Iterator[SafeString]:
    if chart.target is not None:
        yield sheet.polyline("target", _target(scale, chart.target))
    pieces = _pieces(scale, chart)
    for piece in pieces:
        if len(piece) > 1:
            yield sheet.polyline("actual", piece)
        else:
            yield sheet.dot(piece[0], radius=2)
    if pieces:
        yield sheet.dot(pieces[-1][-1])


def _target(scale: Scale, target: float) -> list[Spot]:
    return [scale.spot(0, target), scale.spot(scale.periods, target)]


def _words(scale: Scale, chart: Levels, paper: Paper, late: bool) -> Iterator[SafeString]:
    board, pieces = Board(paper, left=scale.left - 4), _pieces(scale, chart)
    for piece in pieces:
        board.keep(piece)
    ends = []
    if chart.target is not None:
        board.keep(_target(scale, chart.target))
        ends.append((scale.spot(0, chart.target)[1], chart.target_label, True))
    if late:
        ends.append((pieces[-1][-1][1], chart.value_label, True))
    yield from board.at_ends(scale.right + 8, ends)
    if pieces and not late:
        x, y = pieces[-1][-1]
        places = [(x + 8, y + 4), (x + 8, y - 9), (x + 8, y + 18)]
        yield board.write(chart.value_label, [(x, y, "start") for x, y in places], ink=True)
    for start, run in runs(chart.values):
        if run[0] is None:
            x = scale.spot(start + len(run) / 2, scale.marks[0])[0]
            yield board.write(chart.unknown_label, [(x, y, "middle") for y in (sheet.FOOT - 8, sheet.TOP + 12, 140)])
