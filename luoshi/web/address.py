"""Addresses that differ from this one: without a filter, in another order, with another head."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict


def changed(query: QueryDict, /, **changes: Any) -> str:
    """The address with some parameters set anew (None or [] takes one away), back on the first page: "?…"."""
    copy = query.copy()
    copy.pop("page", None)
    for name, value in changes.items():
        values = [] if value is None else value if isinstance(value, list) else [str(value)]
        copy.setlist(name, values)
    return "?" + copy.urlencode()


def bare(**parameters: Any) -> str:
    """An address from nothing but these parameters, empty ones left out: "?…", or "?" for none."""
    query = QueryDict(mutable=True)
    for name, value in parameters.items():
        if value not in (None, "", []):
            query.setlist(name, value if isinstance(value, list) else [str(value)])
    return "?" + query.urlencode()
