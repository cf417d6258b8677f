"""Keeping what was: each change of a matter leaves the row as it stood, and the tallies as they stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import F

from luoshi.core.ledger.models import Tally
from luoshi.core.matters.models import Matter, MatterState, Tracked

TRACKED = [field.attname for field in Tracked._meta.get_fields() if field.concrete]  # type: ignore[union-attr]
Cell = tuple[int, int, int, str, str]


def cell(matter: Tracked) -> Cell | None:
    """Where an open matter is counted: plan, unit, workstream, kind, light; None once it is closed."""
    if matter.closed_on is not None:
        return None
    return matter.plan_id, matter.lead_unit_id, matter.workstream_id, matter.kind, matter.light


def keep_states(matters: Sequence[Matter], seq: int) -> None:
    """End the states in force and write the matters' rows as they stand from entry `seq`."""
    parents = _codes_of_parents(matters)
    MatterState.objects.filter(matter__in=[m.pk for m in matters], superseded=None, made__lt=seq).update(superseded=seq)
    states = [
        MatterState(
            matter=matter, parent_code=parents.get(matter.parent_id, ""), made=seq,
            **{name: getattr(matter, name) for name in TRACKED},
        )
        for matter in matters
    ]
    MatterState.objects.bulk_create(
        states, batch_size=500, update_conflicts=True, unique_fields=["matter", "made"],
        update_fields=[*(name for name in TRACKED), "parent_code"],
    )


def shift_tallies(changes: Counter[Cell], seq: int) -> None:
    """Add each change to its tally. A tally made by an earlier entry ends and a new one begins."""
    for (plan, unit, workstream, kind, light), change in changes.items():
        if not change:
            continue
        where = {"plan_id": plan, "unit_id": unit, "workstream_id": workstream, "kind": kind, "light": light}
        current = Tally.objects.filter(**where, superseded=None).first()
        if current and current.made == seq:
            Tally.objects.filter(pk=current.pk).update(count=F("count") + change)
            continue
        if current:
            Tally.objects.filter(pk=current.pk).update(superseded=seq)
        Tally.objects.create(**where, made=seq, count=(current.count if current else 0) + change)


def _codes_of_parents(matters: Sequence[Matter]) -> dict[int | None, str]:
    ids = {matter.parent_id for matter in matters if matter.parent_id}
    return dict(Matter.objects.filter(pk__in=ids).values_list("pk", "code")) if ids else {}
