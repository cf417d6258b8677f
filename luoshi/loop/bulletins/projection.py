"""What the facts of this room change."""

from luoshi.core.ledger import facts
from luoshi.core.ledger.book import Entry
from luoshi.loop.bulletins.models import Bulletin


def issue(fact: facts.Issued, entry: Entry) -> None:
    Bulletin.objects.create(
        plan_id=fact.plan,
        code=fact.subject,
        period=fact.period,
        number=fact.number,
        head=fact.head,
        head_hash=fact.head_hash,
        digest=fact.digest,
        language=fact.language,
        made=entry.seq,
    )


PROJECTORS = {facts.Issued: issue}
TABLES = [Bulletin]
