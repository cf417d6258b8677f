"""Reference classes: what a forecast rests on, and how much a narrow class says against the next wider one.

The outside view (domain rule 5): percentiles come from the district's own records, once there are twenty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NEEDED = 20
# A class with as many records as this speaks for half; the other half is the next wider class.
HALF = 20


@dataclass(frozen=True)
class Basis:
    """What a forecast rests on: the narrowest class that carries at least half of it.

    `records`: how many the class holds. `level`: its place in the classes asked for, 0 = the narrowest.
    """

    reference: str
    records: int
    level: int = 0


@dataclass(frozen=True)
class NotEnough:
    """There is no forecast: the widest class holds `records`, and `needed` is where forecasts begin."""

    records: int
    needed: int = NEEDED


def shares(counts: Sequence[int]) -> tuple[float, ...]:
    """How much of a forecast each class brings, narrowest first; they sum to 1, the widest takes what is left.

    Of what the narrower ones left, a class with n records takes n ÷ (n + 20): nothing without records, all
    in the limit. Raises ValueError without classes.
    """
    if not counts:
        raise ValueError("a forecast needs at least one class")
    left, taken = 1.0, []
    for count in counts[:-1]:
        taken.append(left * count / (count + HALF))
        left -= taken[-1]
    return (*taken, left)


def basis(classes: Sequence[str], sizes: Mapping[str, int]) -> Basis | NotEnough:
    """What speaks for `classes`, narrowest first, where each holds as many records as `sizes` says.

    Raises ValueError without classes.
    """
    if not classes:
        raise ValueError("a forecast needs at least one class")
    widest = sizes.get(classes[-1], 0)
    if widest < NEEDED:
        return NotEnough(widest)
    level = next(level for level, key in enumerate(classes) if sizes.get(key, 0) >= HALF)
    return Basis(classes[level], sizes[classes[level]], level)
