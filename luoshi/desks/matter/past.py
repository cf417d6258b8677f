"""What the tables keep of a matter only as it is now, told from the ledger for an earlier entry."""

from __future__ import annotations

from typing import Any

from luoshi.core.ledger.queries import entries_about
from luoshi.desks.matter.sight import Sight


def supporting(seen: Sight) -> list[str]:
    """Names of the units that support the matter: one query."""
    if seen.head is None:
        parties = seen.matter.parties.filter(leads=False).order_by("unit__path")
        return list(parties.values_list("unit__name", flat=True))
    told = _told(seen, "supporting")
    return [unit["name"] for unit in told] if isinstance(told, list) else [str(told or "")] if told else []


def details(seen: Sight) -> Any:
    """What the kind adds, as it stood: one query."""
    kind = seen.kind
    if seen.head is None or kind.details is None:
        return kind.details_of(seen.matter)
    return kind.details(matter=seen.matter, **(_told(seen, "details") or {}))


def _told(seen: Sight, name: str) -> Any:
    """What the last entry that spoke of it said: the registration, or an amendment (of units, only their names)."""
    entries = entries_about(seen.now.region.pk, seen.shown.code, head=seen.head)
    for entry in entries.filter(fact__in=("Amended", "Registered")):
        data = entry.parsed["data"]
        if entry.fact == "Registered":
            return data[name]
        if name in data["changes"]:
            change = data["changes"][name]
            return change["value"] if name == "details" else change["shown"]
    return None
