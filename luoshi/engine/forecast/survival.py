"""How long things last when some have not ended yet: the product-limit estimate of Kaplan and Meier, weighted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luoshi.engine.forecast.samples import Numbers

# Of less than a fiftieth of the weight nothing more is said.
LEAST = 0.02


@dataclass(frozen=True, eq=False)
class Survival:
    """Times in ascending order, from 0, and the share that lasts longer than each."""

    times: Numbers
    lasting: Numbers
    end: float  # the longest that at least `LEAST` was seen to last

    @classmethod
    def of(cls, times: Numbers, ended: NDArray[np.bool_], weights: Numbers) -> "Survival":
        """`times` ≥ 0 until the end, or until last seen where not `ended`; what has no weight has no say.

        The order does not matter. Raises ValueError where nothing has weight.
        """
        times, ended, weights = times[weights > 0], ended[weights > 0], weights[weights > 0]
        if not len(times):
            raise ValueError("nothing has weight")
        order = np.lexsort((weights, ~ended, times))  # what ended at a time was still there at that time
        times, ended, weights = times[order], ended[order], weights[order]
        exposed = np.cumsum(weights[::-1])[::-1]
        lasting = np.cumprod(np.where(ended, 1 - weights / exposed, 1.0))
        end = float(times[exposed >= LEAST * exposed[0]][-1])
        return cls(np.concatenate([[0.0], times[ended]]), np.concatenate([[1.0], lasting[ended]]), end)

    def after(self, time: float) -> float:
        """The share that lasts longer than `time`; straight between the ends that were seen."""
        return float(np.interp(time, self.times, self.lasting))

    def quantile(self, share: float) -> tuple[float, bool]:
        """The time by which `share` has ended, and False; or where the records end, and True: it lies beyond."""
        left = 1 - share
        time = float(np.interp(-left, -self.lasting, self.times))
        beyond = time > self.end or bool(self.lasting[-1] > left + 1e-9)
        return (self.end, True) if beyond else (time, False)
