"""Keeping what was: each change of a matter leaves the row as it stood, and the tallies as they stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import connection

from luoshi.core.ledger.models import Tally
from luoshi.core.matters.models import Matter, Tracked

TRACKED = [field.attname for field in Tracked._meta.get_fields() if field.concrete]  # type: ignore[union-attr]
Cell = tuple[int, int, int, str, str]


def cell(matter: Tracked) -> Cell | None:
    """Where an open matter is counted: plan, unit, workstream, kind, light; None once it is closed."""
    if matter.closed_on is not None:
        return None
    return matter.plan_id, matter.lead_unit_id, matter.workstream_id, matter.kind, matter.light


def keep_states(matters: Sequence[int], seq: int) -> None:
    """End the states in force of these matters, keep their rows as they stand from entry `seq`; once an entry each.

    The rows are copied within the database: thousands of them, or the one of a report, cost two statements.
    """
    for start in range(0, len(matters), CHUNK):
        keys = matters[start : start + CHUNK]
        marks = ", ".join(["%s"] * len(keys))
        with connection.cursor() as cursor:
            cursor.execute(f"{_END} ({marks})", [seq, *keys])
            cursor.execute(f"{_KEEP} ({marks})", [seq, *keys])


CHUNK = 500  # keys in one statement
_COLUMNS = [f'"{field.column}"' for field in Tracked._meta.get_fields() if field.concrete]
_END = "UPDATE matters_matterstate SET superseded = %s WHERE superseded IS NULL AND matter_id IN"
_KEEP = (
    f"INSERT INTO matters_matterstate ({', '.join(_COLUMNS)}, matter_id, parent_code, made) "
    f"SELECT {', '.join(f'm.{column}' for column in _COLUMNS)}, m.id, COALESCE(p.code, ''), %s "
    "FROM matters_matter m LEFT JOIN matters_matter p ON p.id = m.parent_id WHERE m.id IN"
)


def save_columns(matters: Sequence[Matter], columns: Sequence[str]) -> None:
    """Write some columns of many matters; they hold ints and texts alone."""
    changes = ", ".join(f'"{name}" = %s' for name in columns)
    rows = [[*(getattr(matter, name) for name in columns), matter.pk] for matter in matters]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE matters_matter SET {changes} WHERE id = %s", rows)


def shift_tallies(changes: Counter[Cell], seq: int) -> None:
    """Add each change to its tally: the one in force ends, a new one begins. Once an entry."""
    if not (changes := Counter({where: change for where, change in changes.items() if change})):
        return
    plans, units, workstreams, *_ = (set(values) for values in zip(*changes, strict=True))
    near = Tally.objects.filter(superseded=None, plan__in=plans, unit__in=units, workstream__in=workstreams)
    current = {found: tally for tally in near if (found := _cell_of(tally)) in changes}
    Tally.objects.filter(pk__in=[tally.pk for tally in current.values()]).update(superseded=seq)
    Tally.objects.bulk_create(
        Tally(
            plan_id=plan, unit_id=unit, workstream_id=workstream, kind=kind, light=light, made=seq,
            count=change + (current[where].count if where in current else 0),
        )
        for where, change in changes.items()
        for plan, unit, workstream, kind, light in [where]
    )


def _cell_of(tally: Tally) -> Cell:
    return tally.plan_id, tally.unit_id, tally.workstream_id, tally.kind, tally.light
