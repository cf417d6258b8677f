"""Looking up in a cascade's page."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from luoshi.kinds.target.heads import NAMES

register = template.Library()


@register.filter
def entry_of(entries: Mapping[int, str] | str, seq: int) -> str:
    """The address of the entry that said a figure; empty where there is none, or it is not for these eyes."""
    return entries.get(seq, "") if isinstance(entries, Mapping) else ""


@register.filter
def column_named(code: str) -> str:
    """What a column of a cascade is called."""
    return str(NAMES.get(code, code))
