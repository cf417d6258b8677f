"""Stored figures as text."""

from django import template

from luoshi.engine.quantity import show
from luoshi.web.templatetags.look import NOTHING

register = template.Library()


@register.filter
def quantity(stored: int | None, label: str) -> str:
    """The figure for reading, without its unit: 74000000000, "亿元" → 7.4; None → a dash."""
    return NOTHING if stored is None else show(stored, label)
