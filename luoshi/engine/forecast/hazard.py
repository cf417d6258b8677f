"""How likely an event is within a horizon, such as a due date that moves: a hazard over the time left to the date.

The hazard is constant within each span of days left, times a factor for each class a case belongs to. Both
are fitted together by maximum likelihood, each case exposed for its own horizon; so horizons may differ
between the cases, and between learning and use. Gaussian priors shrink: neighbouring spans towards each
other, classes towards having no say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
from scipy.optimize import minimize

from luoshi.engine.forecast.reference import NEEDED, NotEnough
from luoshi.engine.forecast.samples import Numbers

WHOLE = 10_000
# Days left where the hazard may change; below the first the date is over.
SPANS = (0, 30, 60, 90, 135, 180, 270, 365, 545, 730, 1095, 1460)
# Standard deviations, on the logarithm of the hazard: from span to span, and of a class.
STEP = 0.7
FACTOR = 0.5
# Days that a case stays exposed once its date is over: a date that moves has mostly moved by then.
GRACE = 60


@dataclass(frozen=True)
class Exposure:
    """A case watched for `horizon` days from the day when `left` days were left to its date; below 0 it was over.

    `classes`: what it belongs to, in any order. `happened`: whether the event came within the horizon.
    """

    left: int
    horizon: int
    classes: tuple[str, ...]
    happened: bool


@dataclass(frozen=True, eq=False)
class Hazard:
    """A fitted hazard; made by `learn_hazard`. `records`: exposures it was learned from."""

    records: int
    levels: Numbers  # logarithm of the hazard per day: below 0 days left, then span by span
    factors: Mapping[str, float]  # class → what it adds to the logarithm

    def probability(self, left: int, horizon: int, classes: Sequence[str]) -> int:
        """Basis points that the event comes within `horizon` days; a class never met has no say."""
        days = _days(np.array([left]), np.array([horizon]))[0]
        factor = sum(self.factors.get(key, 0.0) for key in sorted(set(classes)))
        expected = float(days @ np.exp(self.levels)) * float(np.exp(factor))
        return floor(-np.expm1(-expected) * WHOLE + 0.5)


def learn_hazard(exposures: Iterable[Exposure]) -> Hazard | NotEnough:
    """Fit the hazard; the order of the exposures does not matter. NotEnough below twenty."""
    cases = sorted(exposures, key=lambda case: (case.left, case.horizon, case.classes, case.happened))
    if len(cases) < NEEDED:
        return NotEnough(len(cases))
    names = sorted({key for case in cases for key in case.classes})
    column = {key: number for number, key in enumerate(names)}
    belongs = np.zeros((len(cases), len(names)))
    for row, case in enumerate(cases):
        belongs[row, [column[key] for key in case.classes]] = 1.0
    levels, factors = _fitted(_Likelihood.of(cases, belongs))
    return Hazard(len(cases), levels, dict(zip(names, (float(factor) for factor in factors), strict=True)))


@dataclass(frozen=True, eq=False)
class _Likelihood:
    """Minus the logarithm of likelihood and priors, with its gradient, over levels and factors in one row."""

    days: Numbers
    belongs: Numbers
    happened: Numbers
    start: float  # the logarithm of the hazard of all cases together

    @classmethod
    def of(cls, cases: Sequence[Exposure], belongs: Numbers) -> "_Likelihood":
        days = _days(np.array([case.left for case in cases]), np.array([case.horizon for case in cases]))
        happened = np.array([case.happened for case in cases], dtype=float)
        start = np.log((happened.sum() + 0.5) / (days.sum() + 1.0))
        return cls(days, belongs, happened, float(start))

    def __call__(self, row: Numbers) -> tuple[float, Numbers]:
        spans = self.days.shape[1]
        levels, factors = row[:spans], row[spans:]
        parts = self.days * np.exp(levels) * np.exp(self.belongs @ factors)[:, None]
        expected = parts.sum(axis=1)
        missed = -np.expm1(-expected)
        fit = np.where(self.happened > 0, np.log(np.maximum(missed, 1e-300)), -expected)
        pull = np.where(self.happened > 0, np.exp(-expected) / np.maximum(missed, 1e-300), -1.0)
        prior, slope = self._prior(levels, factors)
        gradient = np.concatenate([pull @ parts, (pull * expected) @ self.belongs])
        return prior - float(fit.sum()), slope - gradient

    def _prior(self, levels: Numbers, factors: Numbers) -> tuple[float, Numbers]:
        steps = np.diff(levels) / STEP**2
        slope = np.concatenate([[0.0], steps]) - np.concatenate([steps, [0.0]])
        # The middle level is held loosely near the hazard of all, so that spans nobody was exposed to have one.
        free = levels.mean() - self.start
        penalty = steps @ np.diff(levels) / 2 + factors @ factors / (2 * FACTOR**2) + free**2 / 50
        return float(penalty), np.concatenate([slope + free / 25 / len(levels), factors / FACTOR**2])


def _fitted(likelihood: _Likelihood) -> tuple[Numbers, Numbers]:
    spans, classes = likelihood.days.shape[1], likelihood.belongs.shape[1]
    start = np.concatenate([np.full(spans, likelihood.start), np.zeros(classes)])
    bounds = [(-40.0, 5.0)] * spans + [(-10.0, 10.0)] * classes
    found = minimize(likelihood, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000})
    return found.x[:spans], found.x[spans:]


def _days(left: Numbers, horizon: Numbers) -> Numbers:
    """Case × span: days that a case stands in it, while its days left run down from `left` by `horizon`."""
    upper, lower = np.array([*SPANS, np.inf]), np.array([-np.inf, *SPANS])
    earliest = np.maximum(left - np.maximum(horizon, 0), np.minimum(left, 0) - GRACE)
    return np.clip(np.minimum(left[:, None], upper) - np.maximum(earliest[:, None], lower), 0.0, None)
