"""Figures of a target in words: what is short, of what, by how much."""

from __future__ import annotations

from django.utils.translation import gettext as _

from luoshi.core.matters.models import Direction, Nature
from luoshi.engine.quantity import factor, rounded, show, signed_percent
from luoshi.kinds.target.owing import By
from luoshi.kinds.target.standing import Standing
from luoshi.web.templatetags.look import MINUS

PER_CENT = "%"


def brief(stored: int | None, label: str) -> str:
    """A figure to two decimals; the matter's own page has it exactly. "" for none."""
    if stored is None:
        return ""
    hundredth = max(factor(label) // 100, 1)
    return show(rounded(stored, hundredth) * hundredth, label)


def unit_of_difference(one: Standing) -> str:
    """Differences between per cents are percentage points."""
    return _("pp") if one.label == PER_CENT else one.label


def signed(stored: int | None, one: Standing) -> str:
    """A difference with its sign, below zero being worse; "" for none."""
    if stored is None:
        return ""
    words = signed_percent(stored) if one.label == PER_CENT else brief(stored, one.label)
    return f"+{words}" if stored > 0 and not words.startswith("+") else words


def amount(stored: int, one: Standing) -> str:
    """How much, without a sign and with its unit: 14.0 亿元."""
    return f"{signed(stored, one).lstrip('+' + MINUS)} {unit_of_difference(one)}"


def plain(stored: int, one: Standing) -> float:
    """For a drawing, in the unit that the words name."""
    return stored / factor(one.label)


def level(one: Standing) -> bool:
    """Whether the whole goal is due at any time, not a share of the year."""
    return one.nature != Nature.CUMULATIVE and not one.follows_children


def finding(one: Standing, gap: int | None, by: By = "pro_rata") -> str:
    """What a chart of the gap says: "14.0 亿元 behind pro-rata"; "" where nothing is known."""
    if gap is None:
        return ""
    said = {"amount": amount(gap, one)}
    if not gap:
        return _("exactly what is due by now")
    above = (gap > 0) != (one.direction == Direction.LESS)
    if by == "path" or (level(one) and one.due_by_path is not None):
        words = _("%(amount)s above its trajectory") if above else _("%(amount)s below its trajectory")
    elif level(one):
        words = _("%(amount)s above its goal") if above else _("%(amount)s below its goal")
    elif one.direction == Direction.LESS:
        words = _("%(amount)s more than pro-rata allows") if above else _("%(amount)s less than pro-rata allows")
    else:
        words = _("%(amount)s ahead of pro-rata") if above else _("%(amount)s behind pro-rata")
    return words % said
