"""Places of several peers over periods: one line each, the own one in strong ink, names at the right end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from luoshi.web.charts import paper as sheet
from luoshi.web.charts.levels import MIDDLE, runs
from luoshi.web.charts.paper import Board, Paper, Spot, draw, on_page

ROW, HEAD, LEFT, UNDER = 24.0, 20.0, 30.0, 34.0


@dataclass(frozen=True)
class Placed:
    """A peer and its place in each period, 1 the best; None where it has none. Ties share a place."""

    name: str
    places: Sequence[int | None]
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class Ranks:
    """Places of `peers` in each period that `slots` names.

    A line breaks where a place is missing; a peer without one in the last period is named with `unknown_label`.
    """

    slots: Sequence[str]
    peers: Sequence[Placed]
    unknown_label: str = ""


def ranks(chart: Ranks, label: str) -> SafeString:
    """The chart as two `<svg>`, 680 and 326 wide, of which look.css shows one. `label` says what it says."""
    return on_page(chart, label)


@dataclass(frozen=True)
class _Table:
    """From a period and a place to a spot on the paper."""

    slots: int
    places: int
    right: float

    @property
    def height(self) -> float:
        return HEAD + ROW * max(self.places - 1, 0) + UNDER

    def spot(self, period: float, place: float) -> Spot:
        return LEFT + (self.right - LEFT) * period / max(self.slots, 1), HEAD + ROW * (place - 1)


@draw.register
def _drawn(chart: Ranks, paper: Paper, label: str) -> SafeString:
    known = [place for peer in chart.peers for place in peer.places if place is not None]
    right = sheet.right_of(paper, [words for _, words, _ in (*_placed(chart), *_missing(chart))])
    table = _Table(len(chart.slots), max([len(chart.peers), *known]), right)
    across = [table.spot(number + MIDDLE, 1)[0] for number in range(table.slots)]
    parts = [*_grid(table), *sheet.named_slots(paper, across, chart.slots, table.slots, table.height - 8)]
    for peer in sorted(chart.peers, key=lambda peer: peer.own):  # the own line lies over the others
        parts += _line(table, peer)
    height = table.height + sheet.LINE_HEIGHT * len(_missing(chart))
    parts += _names(table, chart, Board(paper, height))
    return sheet.framed(paper, label, parts, height)


def _placed(chart: Ranks) -> list[tuple[int, str, bool]]:
    """Place, name and ownness of every peer that has a place in the last period."""
    now = [(peer.places[len(chart.slots) - 1 :] or (None,), peer) for peer in chart.peers]
    return [(last[0], peer.name, peer.own) for last, peer in now if last[0] is not None]


def _missing(chart: Ranks) -> list[tuple[int, str, bool]]:
    """The same of every other peer, with `unknown_label` after its name and the order in which they stand."""
    there = {name for _, name, _ in _placed(chart)}
    others = [peer for peer in chart.peers if peer.name not in there]
    return [(order, f"{peer.name} {chart.unknown_label}".strip(), peer.own) for order, peer in enumerate(others, 1)]


def _grid(table: _Table) -> Iterator[SafeString]:
    for place in range(1, table.places + 1):
        y = table.spot(0, place)[1]
        yield sheet.straight("grid", (LEFT, y), (table.right, y))
        yield sheet.text(LEFT - 8, y + 4, str(place), "end")


def _line(table: _Table, peer: Placed) -> Iterator[SafeString]:
    kind = " is-own" if peer.own else ""
    for start, run in runs(peer.places):
        spots = [table.spot(start + i + MIDDLE, place) for i, place in enumerate(run) if place is not None]
        if len(spots) > 1:
            yield sheet.polyline("rank" + kind, spots)
        for spot in spots:
            yield sheet.dot(spot, "dot" + (kind or " is-peer"), 3.5 if peer.own else 2.5)


def _names(table: _Table, chart: Ranks, board: Board) -> list[SafeString]:
    """Beside the last places, those who share one under each other; under them all, those without one."""
    under = table.spot(0, table.places)[1]
    ends = [(table.spot(0, place)[1], name, own) for place, name, own in _placed(chart)]
    ends += [(under + sheet.LINE_HEIGHT * (order + 0.5), name, own) for order, name, own in _missing(chart)]
    return board.at_ends(table.right + 10, ends)
