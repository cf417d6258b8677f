"""Keeping what was: each change of a matter leaves the row as it stood, and the tallies as they stood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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
    """End the states in force and write the matters' rows as they stand from entry `seq`; once an entry for each matter."""
    parents = _codes_of_parents(matters)
    MatterState.objects.filter(matter__in=[matter.pk for matter in matters], superseded=None).update(superseded=seq)
    MatterState.objects.bulk_create(_state(matter, parents.get(matter.parent_id, ""), seq) for matter in matters)


def _state(matter: Matter, parent_code: str, seq: int) -> MatterState:
    row = {name: getattr(matter, name) for name in TRACKED}
    return MatterState(matter_id=matter.pk, parent_code=parent_code, made=seq, **row)


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


def _codes_of_parents(matters: Sequence[Matter]) -> dict[int | None, str]:
    ids = {matter.parent_id for matter in matters if matter.parent_id}
    return dict(Matter.objects.filter(pk__in=ids).values_list("pk", "code")) if ids else {}
