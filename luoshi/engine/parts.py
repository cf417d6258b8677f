"""A whole and its parts: split so that it adds up, added up so that a difference is seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.engine.quantity import rounded


@dataclass(frozen=True)
class Sum:
    """What was stated as a `total`, what its `parts` add up to, and parts − total.

    `within_rounding`: the difference is no more than printing each figure with so few decimals explains.
    """

    total: int
    parts: int
    difference: int
    within_rounding: bool


def split(whole: int, weights: Sequence[int]) -> list[int]:
    """`whole` in proportion to `weights`, in ints that sum to it exactly (largest remainder, the first of equals).

    ValueError for a negative weight and where nothing has weight.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative")
    return quotients([whole * weight for weight in weights], sum(weights))


def quotients(numerators: Sequence[int], denominator: int) -> list[int]:
    """Each numerator ÷ `denominator` in ints that sum exactly to the rounded quotient of their sum.

    None is off by one or more; where the sum divides evenly a whole quotient keeps its value (largest remainder, the
    first of equals). ValueError unless `denominator` > 0.
    """
    floors = [numerator // denominator for numerator in numerators] if denominator > 0 else []
    missing = rounded(sum(numerators), denominator) - sum(floors)
    by_remainder = sorted(range(len(floors)), key=lambda n: -(numerators[n] % denominator))
    raised = set(by_remainder[:missing])
    return [floor + (n in raised) for n, floor in enumerate(floors)]


def sums(parts: Sequence[int], total: int, *, tolerance: int = 0) -> Sum:
    """Whether published parts add up to their published total; `tolerance` as from `rounding`. Corrects nothing."""
    difference = sum(parts) - total
    return Sum(total, sum(parts), difference, abs(difference) <= tolerance)


def rounding(steps: Sequence[int]) -> int:
    """The largest difference between parts and total that rounding alone can make.

    `steps`: for every part and the total, its last printed digit in stored units (1.25 亿元: 10^8). A figure is off
    by half its step at most.
    """
    return sum(steps) // 2
