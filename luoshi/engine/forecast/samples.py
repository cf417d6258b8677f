"""Samples whose values do not count alike: their quantiles, and shares below a bound."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sample:
    """Values in ascending order, each with the place between 0 and 1 where the middle of its weight stands."""

    values: Numbers
    places: Numbers

    @classmethod
    def of(cls, values: Numbers, weights: Numbers) -> "Sample":
        """At least one finite value, weights above zero; the order does not matter."""
        order = np.lexsort((weights, values))
        weights = weights[order]
        ends = np.cumsum(weights)
        return cls(values[order], (ends - weights / 2) / ends[-1])

    def quantiles(self, shares: Numbers) -> Numbers:
        """Values below which `shares` of the weight lie, straight between neighbours, never beyond them."""
        return np.interp(shares, self.places, self.values)

    def below(self, bound: float) -> float:
        """The share of the weight below `bound`; of what equals it, half."""
        first = int(np.searchsorted(self.values, bound, side="left"))
        last = int(np.searchsorted(self.values, bound, side="right"))
        if first < last:
            return float((self.places[first] + self.places[last - 1]) / 2)
        return float(np.interp(bound, self.values, self.places, left=0.0, right=1.0))
