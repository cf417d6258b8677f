"""Questions about bulletins."""

from dataclasses import dataclass

from django.db.models import QuerySet

from luoshi.core.ledger.queries import head_of
from luoshi.core.plan.models import Plan
from luoshi.engine.periods import Period
from luoshi.loop.bulletins.compose import Source, compose
from luoshi.loop.bulletins.models import Bulletin
from luoshi.web.document_blocks import Block
from luoshi.web.proof import digest


@dataclass(frozen=True)
class Recomputed:
    """A bulletin's blocks computed again from its head, and whether they are what was issued."""

    blocks: list[Block]
    equal: bool


def bulletins(plan: Plan) -> QuerySet[Bulletin]:
    """Issued bulletins, newest first."""
    return Bulletin.objects.filter(plan=plan).order_by("-made")


def recomputed(bulletin: Bulletin) -> Recomputed:
    """Compute the bulletin again from the entries up to its head."""
    source = source_of(bulletin)
    blocks = compose(source, bulletin.language)
    return Recomputed(blocks, digest(blocks) == bulletin.digest and source.shown.hash == bulletin.head_hash)


def source_of(bulletin: Bulletin) -> Source:
    """What the bulletin was computed from."""
    shown = head_of(bulletin.plan.region_id, bulletin.head)
    return Source(bulletin.plan, Period.parse(bulletin.period), shown, bulletin.number)


def next_code(plan: Plan, year: int) -> str:
    """`2026-07`: the running number of the year's bulletins."""
    return f"{year}-{Bulletin.objects.filter(plan=plan, code__startswith=f'{year}-').count() + 1:02d}"
