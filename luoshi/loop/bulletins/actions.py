"""Issuing a bulletin."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.core.ledger import clock, facts
from luoshi.core.ledger.actions.who import require
from luoshi.core.ledger.book import locked, record
from luoshi.core.ledger.queries import Head
from luoshi.core.organisation.models import Person
from luoshi.core.plan.models import Plan
from luoshi.engine.periods import Period
from luoshi.loop.bulletins.compose import Source, compose, document_number
from luoshi.loop.bulletins.models import Bulletin
from luoshi.loop.bulletins.queries import next_code
from luoshi.loop.bulletins.rules import over
from luoshi.web.proof import digest


@transaction.atomic
def issue(
    plan: Plan, period: Period, *, by: Person, mark: str, language: str, seen: int | None = None
) -> Bulletin:
    """Issue the bulletin of a period as of the book's head. `mark` is the office's 发文字号 before the
    year, such as 望督.

    Needs `publish` over the district, and a period that is over. `seen` is the entry whose words were looked
    at: once the book has gone on from it, nothing is issued. None for whoever looks at no words.
    """
    require(by, "publish", plan.region)
    try:
        over(period)
    except ValidationError as error:
        raise ValidationError({"period": error.messages}) from error
    if not mark.strip():
        raise ValidationError(
            {"mark": _("Write the characters that stand before the year in your document numbers.")}
        )
    book = locked(plan.region_id)
    _still(book.head, seen)
    code = next_code(plan, timezone.localdate(clock.now()).year)
    number = document_number(mark.strip(), code)
    source = Source(plan, period, Head(book.head, book.head_hash, book.head_at), number)
    fact = facts.Issued(
        subject=code,
        plan=plan.pk,
        period=str(period),
        number=number,
        head=book.head,
        head_hash=book.head_hash,
        digest=digest(compose(source, language)),
        language=language,
    )
    record(fact, book=book, by=by)
    return Bulletin.objects.get(plan=plan, code=code)


def _still(head: int, seen: int | None) -> None:
    if seen is not None and seen != head:
        words = {"seen": seen, "head": head}
        raise ValidationError(
            _(
                "The ledger went on from entry %(seen)s to entry %(head)s. Look at the words again, then issue "
                "the bulletin."
            )
            % words
        )
