"""Questions about stocktakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from luoshi.core.ledger.queries import head_of
from luoshi.core.organisation.models import Person
from luoshi.core.plan.models import Plan
from luoshi.engine.periods import Period
from luoshi.loop.stocktakes.compose.document import Source, compose, compute
from luoshi.loop.stocktakes.compose.ground import Computed
from luoshi.loop.stocktakes.models import Stocktake, Wording
from luoshi.web.document_blocks import Block
from luoshi.web.proof import digest


@dataclass(frozen=True)
class Recomputed:
    """A published stocktake computed again from its head, and whether every word is what was published."""

    computed: Computed
    blocks: list[Block]
    equal: bool


def stocktakes(person: Person, plan: Plan, head: int | None = None) -> QuerySet[Stocktake]:
    """What the person may see, newest first; as of an earlier entry those that were published by then."""
    found = Stocktake.objects.visible_to(person).filter(plan=plan)
    found = found if head is None else found.filter(concluded__lte=head)
    return found.select_related("plan__region").order_by("-made")


def next_code(plan: Plan, period: Period) -> str:
    """`2026H1-2`: the running number of a period's stocktakes."""
    return f"{period}-{Stocktake.objects.filter(plan=plan, period=str(period)).count() + 1}"


def wordings(stocktake: Stocktake) -> dict[str, Wording]:
    """Place → what stands there."""
    return {row.place: row for row in stocktake.wordings.filter(superseded=None)}


def source_of(stocktake: Stocktake, standing: Mapping[str, Wording] | None = None) -> Source:
    """What the stocktake is made of; `standing` are its wordings, where they are known already."""
    rows = wordings(stocktake) if standing is None else standing
    said = {place: row.text for place, row in rows.items()}
    shown = head_of(stocktake.plan.region_id, stocktake.head)
    return Source(stocktake.plan, Period.parse(stocktake.period), shown, said, stocktake.number)


def recomputed(stocktake: Stocktake, source: Source) -> Recomputed:
    """Compute a published one again from the entries up to its head; nothing kept is used."""
    computed = compute(source, stocktake.language)
    blocks = compose(source, stocktake.language, computed)
    equal = digest(blocks) == stocktake.digest and source.shown.hash == stocktake.head_hash
    return Recomputed(computed, blocks, equal)
