"""Which matters a forecast learns from: reference classes, the narrowest first."""

from __future__ import annotations

from collections.abc import Collection

from luoshi.core.matters.kinds import kinds

Classes = tuple[str, ...]


def of_figure(kind: str, alike: str) -> Classes:
    """Of a figure of a year: its like (the same indicator), then its kind."""
    return (f"alike:{kind}:{alike}", f"kind:{kind}") if alike else (f"kind:{kind}",)


def of_work(kind: str, unit: str, workstream: str) -> Classes:
    """Of work with an end: the lead unit's, the workstream's, then all of its kind."""
    return f"unit:{kind}:{unit}", f"workstream:{kind}:{workstream}", f"kind:{kind}"


def scope(name: str) -> str:
    """What a class holds together: alike, unit, workstream or kind."""
    return name.partition(":")[0]


def alikes(matters: Collection[int] | None = None) -> dict[int, str]:
    """Matter → what it resembles others by, of these or of all; one query for each kind that says so."""
    found: dict[int, str] = {}
    for kind in kinds().values():
        if kind.alike and kind.details:
            rows = kind.details._default_manager.all()
            rows = rows if matters is None else rows.filter(matter__in=matters)
            found |= dict(rows.values_list("matter", kind.alike))
    return found
