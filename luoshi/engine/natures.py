"""What may be done with a figure: whether it adds up over units, and which way is better.

`cumulative`: since the year's start, adds up over units. `point`: a level at a time; adds up only where somebody says
so (enterprises do, air quality does not). `rate`: growth in hundredths of a percent, never adds up, may be negative.
Direction: `more` or `less` is better.
"""

NATURES = ("cumulative", "point", "rate")


def adds_up(nature: str, *, sums: bool = False) -> bool:
    """Whether the units' figures may be summed; `sums` says so of a point. ValueError for a sum of rates."""
    if nature not in NATURES:
        raise ValueError(f"no such nature: {nature!r}")
    if nature == "rate" and sums:
        raise ValueError("rates are never summed")
    return sums or nature == "cumulative"


def sign(direction: str) -> int:
    """1 where more is better, −1 where less is. ValueError for another direction."""
    if direction not in ("more", "less"):
        raise ValueError(f"no such direction: {direction!r}")
    return 1 if direction == "more" else -1
