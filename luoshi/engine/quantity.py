"""Figures as people type and read them, and the ints they are stored as.

A unit of measure is a label. 元, 万元, 亿元 are money and stored in 分; every other label (%, 家, 公里 …) is
stored × 100.
"""

import re
from decimal import Decimal

MONEY = ("元", "万元", "亿元")
LARGEST = 10**17

_FACTORS = {"元": 10**2, "万元": 10**6, "亿元": 10**10}
_SHOWN_DECIMALS = {"万元": (1, 2), "亿元": (1, 4)}  # at least, at most
_MINUS = "\N{MINUS SIGN}"
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，＋－−％\u3000\u00a0\u202f\u2009", "0123456789.,+--%    ")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?) *"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]*)"
    r"(?:\.(?P<fraction>[0-9]*))?"
)


class QuantityError(ValueError):
    """A figure that cannot be stored; `code` says why.

    One of "empty", "not_a_number", "negative", "too_precise", "too_large".
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def factor(label: str) -> int:
    """How many stored units make one unit of `label`: 元 100, 万元 10^6, 亿元 10^10, anything else 100."""
    return _FACTORS.get(label, 100)


def parse(text: str, label: str, *, signed: bool = False) -> int:
    """The stored int of a typed figure: parse("1,234.5", "万元") == 1234500000.

    Takes full-width digits and signs, surrounding spaces, "," "，" or a space between groups of three, and a
    closing per cent sign where the label is per cent. "1,5" is refused rather than read as 15. Never rounds.
    `signed`: a figure may be below zero, by one leading "-", "−" or "－". "(1.2)" may be a loss or the number
    of a note, "—" a figure that is missing: neither is read. Raises QuantityError.
    """
    plain_text = text.translate(_HALF_WIDTH).strip()
    if not plain_text:
        raise QuantityError("empty")
    if label in ("%", "％"):
        plain_text = plain_text.removesuffix("%").rstrip()
    found = _NUMBER.fullmatch(plain_text)
    if not found or not (found["whole"] or found["fraction"]):
        raise QuantityError("not_a_number")
    stored = _stored(re.sub("[, ]", "", found["whole"]), found["fraction"] or "", _decimals(label))
    if found["sign"] != "-" or not stored:
        return stored
    if not signed:
        raise QuantityError("negative")
    return -stored


def plain(stored: int, label: str) -> str:
    """The exact decimal text for fields and files: parse(plain(x, label), label) == x. No separators."""
    whole, fraction = _digits(stored, _decimals(label))
    return _join("-" if stored < 0 else "", whole, fraction.rstrip("0"))


def exact(stored: int | None, label: str) -> Decimal | None:
    """The figure in units of its label, as a spreadsheet holds it: every digit; None stays None."""
    return None if stored is None else Decimal(plain(stored, label))


def points(bp: int | None) -> Decimal | None:
    """Basis points as a number of per cent or percentage points: 4726 -> Decimal("47.26"); None stays None."""
    return None if bp is None else Decimal(bp) / 100


def show(stored: int, label: str) -> str:
    """The figure for reading, without its label: 1,234.5.

    亿元 keep one to four decimals, 万元 one to two, cut digits are rounded half up (四舍五入, by magnitude);
    all others are exact and drop trailing zeros. A negative figure keeps its sign (U+2212) even when it
    rounds to nothing.
    """
    least, most = _SHOWN_DECIMALS.get(label, (0, 2))
    whole, fraction = _digits(rounded(stored, 10 ** (_decimals(label) - most)), most)
    kept = fraction.rstrip("0").ljust(least, "0")
    return _join(_MINUS if stored < 0 else "", f"{int(whole):,}", kept)


def percent(bp: int) -> str:
    """Basis points as per cent with two decimals: 4726 -> "47.26"; negative with U+2212."""
    return _join(_MINUS if bp < 0 else "", *_digits(bp, 2))


def signed_percent(bp: int) -> str:
    """As `percent`, with "+" before what is above zero: "+13.83", "−8.33", "0.00"."""
    return f"+{percent(bp)}" if bp > 0 else percent(bp)


def rounded(numerator: int, denominator: int) -> int:
    """Quotient rounded half away from zero (四舍五入). `denominator` > 0, else ValueError."""
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -magnitude if numerator < 0 else magnitude


def _decimals(label: str) -> int:
    return len(str(factor(label))) - 1


def _stored(whole: str, fraction: str, decimals: int) -> int:
    fraction = fraction.rstrip("0")
    if len(fraction) > decimals:
        raise QuantityError("too_precise")
    digits = (whole + fraction.ljust(decimals, "0")).lstrip("0") or "0"
    # by length first, for int() refuses texts of thousands of digits
    if len(digits) > len(str(LARGEST)) or int(digits) > LARGEST:
        raise QuantityError("too_large")
    return int(digits)


def _digits(number: int, decimals: int) -> tuple[str, str]:
    whole, fraction = divmod(abs(number), 10**decimals)
    return str(whole), str(fraction).zfill(decimals)


def _join(sign: str, whole: str, fraction: str) -> str:
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
