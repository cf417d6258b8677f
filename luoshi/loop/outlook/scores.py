"""How good the kept forecasts were, once what they spoke of had come; beside what pro-rata progress would have said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from luoshi.core.ledger.queries import Head
from luoshi.core.plan.models import Plan
from luoshi.engine.forecast.calibration import Calibration, score
from luoshi.engine.progress import WHOLE
from luoshi.engine.quantity import rounded
from luoshi.loop.outlook.models import Forecast, What
from luoshi.loop.outlook.outcomes import Outcomes, outcomes
from luoshi.loop.outlook.queries import kept

DAY = 24 * 3600


@dataclass(frozen=True)
class Held:
    """How many outcomes lay within what was said to hold `share` basis points of them."""

    name: str
    share: int
    n: int
    held: int

    @property
    def observed(self) -> int | None:
        return rounded(self.held * WHOLE, self.n) if self.n else None


@dataclass(frozen=True)
class Scores:
    """Of one sort of forecast: `decided` of `kept` have come, of `matters` matters. `beside` and `naive` are the same
    forecasts' own chances and those of pro-rata progress: all or nothing.
    """

    kept: int
    decided: int
    matters: int
    own: Calibration | None
    beside: Calibration | None
    naive: Calibration | None
    held: tuple[Held, ...]
    missed: int | None = None
    naive_missed: int | None = None

    @property
    def better(self) -> bool:
        """Whether they beat pro-rata progress, by their Brier scores."""
        return bool(self.beside and self.naive and self.beside.brier < self.naive.brier)


@dataclass(frozen=True)
class Decided:
    """A chance in basis points, whether it came, and what pro-rata progress said; None where that said nothing."""

    matter: int
    chance: int
    came: bool
    naive: bool | None


def scores(plan: Plan, shown: Head) -> dict[str, Scores]:
    """By what was forecast, as of the entry `shown`; kept by entry."""
    key = f"outlook-scores:{plan.pk}:{shown.hash}"
    found = cache.get(key)
    if found is None:
        found = _scores(plan, shown)
        cache.set(key, found, timeout=DAY)
    return found


def _scores(plan: Plan, shown: Head) -> dict[str, Scores]:
    said = list(kept(plan, shown.seq).filter(chance__isnull=False))
    years = {row.year for row in said if row.year}
    came = outcomes(plan.region_id, {row.matter_id for row in said}, years, shown)
    return {
        What.YEAR_END.value: _of_years([row for row in said if row.what == What.YEAR_END], came),
        What.FINISH.value: _of_finishes([row for row in said if row.what == What.FINISH], came),
    }


def _of_years(said: Sequence[Forecast], came: Outcomes) -> Scores:
    ends = [(row, came.ends.get((row.matter_id, row.year or 0))) for row in said]
    ended = [(row, end) for row, end in ends if end is not None]
    decided = [
        Decided(row.matter_id, row.chance, end <= row.goal if row.less else end >= row.goal, _naive(row))
        for row, end in ended
        if row.goal is not None and row.chance is not None
    ]
    inside = sum(row.p10 <= end <= row.p90 for row, end in ended if row.p10 is not None and row.p90 is not None)
    below = sum(end <= row.p50 for row, end in ended if row.p50 is not None)
    held = Held("P10–P90", 8000, len(ended), inside), Held("P50", 5000, len(ended), below)
    with_naive = [(row, end) for row, end in ended if row.naive is not None and row.goal and row.goal > 0]
    return _told(
        said, decided, held,
        _mean((abs((row.p50 or 0) - end), row.goal or 1) for row, end in with_naive),
        _mean((abs((row.naive or 0) - end), row.goal or 1) for row, end in with_naive),
    )


def _naive(row: Forecast) -> bool | None:
    if row.what == What.FINISH:
        return None if row.naive_on is None or row.due is None else row.naive_on <= row.due
    if row.naive is None or row.goal is None:
        return None
    return row.naive <= row.goal if row.less else row.naive >= row.goal


def _of_finishes(said: Sequence[Forecast], came: Outcomes) -> Scores:
    decided = [
        Decided(row.matter_id, row.chance, on_time, _naive(row))
        for row in said
        if row.due and row.chance is not None
        for on_time in [came.finished_by(row.matter_id, row.due)]
        if on_time is not None
    ]
    days = (("P50", 5000, "p50_on"), ("P80", 8000, "p80_on"))
    return _told(said, decided, tuple(_by(came, said, *asked) for asked in days))


def _by(came: Outcomes, said: Sequence[Forecast], name: str, share: int, column: str) -> Held:
    """Only forecasts whose day is over: those that came early would flatter it."""
    known = [came.finished_by(row.matter_id, day) for row in said if (day := getattr(row, column))]
    return Held(name, share, sum(one is not None for one in known), sum(one is True for one in known))


def _told(
    said: Sequence[Forecast], decided: Sequence[Decided], held: tuple[Held, ...],
    missed: int | None = None, naive_missed: int | None = None,
) -> Scores:
    both = [one for one in decided if one.naive is not None]
    return Scores(
        len(said), len(decided), len({one.matter for one in decided}),
        score((one.chance, one.came) for one in decided),
        score((one.chance, one.came) for one in both),
        score((WHOLE if one.naive else 0, one.came) for one in both),
        held, missed, naive_missed,
    )


def _mean(misses: Iterable[tuple[int, int]]) -> int | None:
    """The mean miss in basis points of the goals."""
    shares = [rounded(miss * WHOLE, goal) for miss, goal in misses]
    return rounded(sum(shares), len(shares)) if shares else None
