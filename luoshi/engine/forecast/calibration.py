"""How good forecasts were: chances against what happened, and quantiles against what came.

A chance is judged by its Brier score, its log loss and by whether seven out of ten happened where it said 70 %;
a quantile by its pinball loss and its coverage.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from luoshi.engine.quantity import rounded

WHOLE = 10_000
ROWS = 10
# The logarithm of a chance that was called impossible is counted as half a basis point.
LEAST = 0.5


@dataclass(frozen=True)
class Row:
    """Forecasts of one tenth of the scale, from `low` to below `high` (the last takes 100 %). Basis points."""

    low: int
    high: int
    n: int
    predicted: int
    observed: int


@dataclass(frozen=True)
class Calibration:
    """`brier` and `log_loss` are means, × 10000, smaller is better. `error`: |predicted − observed| of the rows,
    in basis points, weighted by their n. `rows`: those that hold forecasts, in ascending order.
    """

    n: int
    brier: int
    log_loss: int
    error: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Coverage:
    """One quantile: `share` it was meant to hold and `observed` share of outcomes at or below it, in basis points.

    `pinball`: mean loss × 10000, in the unit of the outcomes: one above the quantile costs `share`, one below the rest.
    """

    n: int
    share: int
    observed: int
    pinball: int


def score(pairs: Iterable[tuple[int, bool]]) -> Calibration | None:
    """Chances in basis points, each with whether it happened; None without any. ValueError outside 0 to 10000."""
    known = list(pairs)
    if any(not 0 <= chance <= WHOLE for chance, _ in known):
        raise ValueError("a chance lies between 0 and 10000 basis points")
    if not known:
        return None
    rows = tuple(row for tenth in range(ROWS) if (row := _row(tenth, known)))
    return Calibration(
        n=len(known),
        brier=rounded(sum((chance - happened * WHOLE) ** 2 for chance, happened in known), len(known) * WHOLE),
        log_loss=round(sum(sorted(_loss(chance, happened) for chance, happened in known)) / len(known) * WHOLE),
        error=rounded(sum(row.n * abs(row.predicted - row.observed) for row in rows), len(known)),
        rows=rows,
    )


def coverage(share: int, pairs: Sequence[tuple[int, int]]) -> Coverage | None:
    """(quantile, outcome) pairs of the quantile that should hold `share` basis points; None without any."""
    if not pairs:
        return None
    lost = sum((came - said) * share if came > said else (said - came) * (WHOLE - share) for said, came in pairs)
    held = sum(came <= said for said, came in pairs)
    return Coverage(len(pairs), share, rounded(held * WHOLE, len(pairs)), rounded(lost, len(pairs)))


def _row(tenth: int, known: Sequence[tuple[int, bool]]) -> Row | None:
    own = [(chance, happened) for chance, happened in known if min(chance * ROWS // WHOLE, ROWS - 1) == tenth]
    if not own:
        return None
    return Row(
        low=tenth * WHOLE // ROWS,
        high=(tenth + 1) * WHOLE // ROWS,
        n=len(own),
        predicted=rounded(sum(chance for chance, _ in own), len(own)),
        observed=rounded(sum(happened for _, happened in own) * WHOLE, len(own)),
    )


def _loss(chance: int, happened: bool) -> float:
    given = chance if happened else WHOLE - chance
    return -log(max(given, LEAST) / WHOLE)
