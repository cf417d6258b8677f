"""Stored figures as text, and how far they stand from what is due."""

from django import template

from luoshi.core.matters import distance
from luoshi.core.matters.confidence import judged as judged_words
from luoshi.core.matters.models import Tracked
from luoshi.engine.quantity import show
from luoshi.web.templatetags.look import NOTHING
from luoshi.web.templatetags.look import confidence as gauge

register = template.Library()
register.filter("against", distance.against)
register.filter("is_level", distance.is_level)
register.filter("shares", distance.shares)
register.filter("in_points", distance.in_points)


@register.filter
def quantity(stored: int | None, label: str) -> str:
    """The figure for reading, without its unit: 74000000000, "亿元" → 7.4; None → a dash."""
    return NOTHING if stored is None else show(stored, label)


@register.simple_tag
def judged(confidence: int | None) -> str:
    """How sure whoever reported is; nothing where nobody said."""
    return "" if confidence is None else gauge(confidence, judged_words(confidence))


@register.filter
def ahead(matter: Tracked) -> str:
    """The deviation as a table shows it; a dash where it is unknown."""
    return distance.ahead(matter) or NOTHING
