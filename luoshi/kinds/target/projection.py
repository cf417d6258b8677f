"""What the facts about indicators, cascades and peers change."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from luoshi.core.ledger import facts
from luoshi.core.ledger.book import Entry
from luoshi.core.ledger.settling import run_anew
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Unit
from luoshi.kinds.target.models import Indicator, Peer, PeerReading, Share, Target

TIMING = ("cadence", "due_days")


def define(fact: facts.Defined, entry: Entry) -> None:
    """Replace the definition; its targets follow the calendar of publication, whose other parts never change."""
    Indicator.objects.filter(plan=fact.plan, name=fact.subject, superseded=None).update(superseded=entry.seq)
    indicator = Indicator.objects.create(
        plan_id=fact.plan, number=fact.number, name=fact.subject, unit_label=fact.unit_label, nature=fact.nature,
        direction=fact.direction, sums=fact.sums, source=fact.source, cadence=fact.cadence, due_days=fact.due_days,
        lead_unit=Unit.objects.get(code=fact.lead_unit["code"]), made=entry.seq,
    )
    targets = Target.objects.filter(indicator=fact.subject).values("matter")
    matters = Matter.objects.filter(plan=fact.plan, pk__in=targets)
    run_anew(matters, {name: getattr(indicator, name) for name in TIMING}, entry)


def cascade(fact: facts.Cascaded, entry: Entry) -> None:
    shares = Share.objects.filter(plan=fact.plan, indicator=fact.subject, year=fact.year, superseded=None)
    gone = [row["holder"] for row in (*fact.rows, *fact.removed)]
    shares.filter(holder__in=gone).update(superseded=entry.seq)
    Share.objects.bulk_create(
        Share(plan_id=fact.plan, indicator=fact.subject, year=fact.year, made=entry.seq, **row) for row in fact.rows
    )


def compare(fact: facts.Compared, entry: Entry) -> None:
    readings = PeerReading.objects.filter(plan=fact.plan, indicator=fact.subject, period=fact.period, superseded=None)
    readings.filter(peer__in=[row["peer"] for row in fact.rows]).update(superseded=entry.seq)
    _group(fact, entry)
    PeerReading.objects.bulk_create(
        PeerReading(
            plan_id=fact.plan, indicator=fact.subject, period=fact.period, source=fact.source, made=entry.seq,
            **{name: row[name] for name in ("peer", "value", "growth", "goal")},
        )
        for row in fact.rows
    )


def _group(fact: facts.Compared, entry: Entry) -> None:
    """Peers not met before, and those whose group is another now; a row without a group leaves it as it was."""
    names = [row["peer"] for row in fact.rows]
    known = dict(Peer.objects.filter(plan=fact.plan, superseded=None, name__in=names).values_list("name", "group"))
    said = {row["peer"]: row["group"] or known.get(row["peer"], "") for row in fact.rows}
    moved = {name: group for name, group in said.items() if known.get(name) != group}
    Peer.objects.filter(plan=fact.plan, superseded=None, name__in=moved).update(superseded=entry.seq)
    Peer.objects.bulk_create(
        Peer(plan_id=fact.plan, name=name, group=group, made=entry.seq) for name, group in moved.items()
    )


def rename(fact: facts.Renamed, entry: Entry) -> None:
    """A district is one of the peers by its name: what was published of it goes with it. Of units none is kept."""
    _called(Peer.objects.filter(plan__region__code=fact.subject), "name", ("plan_id",), fact, entry)
    key = ("plan_id", "indicator", "period")
    _called(PeerReading.objects.filter(plan__region__code=fact.subject), "peer", key, fact, entry)


def _called(rows: QuerySet[Any], field: str, key: tuple[str, ...], fact: facts.Renamed, entry: Entry) -> None:
    """Rows under the name of before stand under the new one; a peer that was called so already stays what it is."""
    taken = set(rows.filter(superseded=None, **{field: fact.name}).values_list(*key))
    moved = list(rows.filter(superseded=None, **{field: fact.before}).order_by("pk"))
    rows.filter(superseded=None, **{field: fact.before}).update(superseded=entry.seq)
    for row in moved:
        row.pk, row.made = None, entry.seq
        setattr(row, field, fact.name)
    rows.model._base_manager.bulk_create(
        row for row in moved if tuple(getattr(row, name) for name in key) not in taken
    )


PROJECTORS = {facts.Defined: define, facts.Cascaded: cascade, facts.Compared: compare, facts.Renamed: rename}
TABLES = [PeerReading, Peer, Share, Indicator]
