"""What the facts of this room change."""

from luoshi.core.ledger import facts
from luoshi.core.ledger.book import Entry
from luoshi.loop.stocktakes.models import Stocktake, Wording


def take_stock(fact: facts.Stocktaken, entry: Entry) -> None:
    said = {"period": fact.period, "head": fact.head, "head_hash": fact.head_hash, "entry": entry.seq}
    begun = {**said, "made": entry.seq}
    Stocktake.objects.update_or_create(plan_id=fact.plan, code=fact.subject, defaults=said, create_defaults=begun)


def word(fact: facts.Worded, entry: Entry) -> None:
    stocktake = Stocktake.objects.get(plan=fact.plan, code=fact.subject)
    standing = Wording.objects.filter(stocktake=stocktake, place=fact.block, superseded=None)
    standing.update(superseded=entry.seq)
    stocktake.wordings.create(
        place=fact.block, text=fact.text, by_name=entry.parsed["by_name"], made=entry.seq
    )
    Stocktake.objects.filter(pk=stocktake.pk).update(entry=entry.seq)


def conclude(fact: facts.Concluded, entry: Entry) -> None:
    said = {"number": fact.number, "digest": fact.digest, "language": fact.language}
    rows = Stocktake.objects.filter(plan=fact.plan, code=fact.subject)
    rows.update(**said, entry=entry.seq, concluded=entry.seq)


PROJECTORS = {facts.Stocktaken: take_stock, facts.Worded: word, facts.Concluded: conclude}
TABLES = [Wording, Stocktake]
