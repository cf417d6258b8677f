"""Chances as text."""

from django import template

from luoshi.engine.quantity import rounded

register = template.Library()


@register.filter
def percent(chance: int) -> int:
    """Basis points as whole per cent: 7040 → 70."""
    return rounded(chance, 100)


@register.filter
def score(value: int) -> str:
    """A score × 10000 as it is written: 1764 → 0.176."""
    return f"{value / 10_000:.3f}"
