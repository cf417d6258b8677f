"""What the facts of this room change."""

from luoshi.core.ledger import facts
from luoshi.core.ledger.book import Entry
from luoshi.engine.chain import canonical
from luoshi.loop.assessment.models import FrozenStanding


def freeze(fact: facts.Frozen, entry: Entry) -> None:
    FrozenStanding.objects.create(
        plan_id=fact.plan,
        period=fact.period,
        head=fact.head,
        rubric=fact.rubric,
        rows=canonical(fact.standing),
        made=entry.seq,
    )


PROJECTORS = {facts.Frozen: freeze}
TABLES = [FrozenStanding]
