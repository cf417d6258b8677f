"""Composing a stocktake, writing in it, publishing it."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.core.ledger import clock, facts
from luoshi.core.ledger.actions.lengths import too_long
from luoshi.core.ledger.actions.who import require
from luoshi.core.ledger.book import Book, Entry, locked, record
from luoshi.core.organisation.models import Person
from luoshi.core.plan.models import Plan
from luoshi.engine.periods import Period
from luoshi.loop.stocktakes.compose.document import compose
from luoshi.loop.stocktakes.models import Stocktake, Wording
from luoshi.loop.stocktakes.places import is_place
from luoshi.loop.stocktakes.queries import next_code, source_of
from luoshi.web.proof import digest

LONGEST = 4000  # characters at one place: a stocktake as a whole should have 5,000


@transaction.atomic
def take_stock(plan: Plan, period: Period, *, by: Person) -> Stocktake:
    """Compose the stocktake of a period as of the book's head. Needs `publish` over the district.

    The period must have begun, and have no draft: that one is computed again instead.
    """
    require(by, "publish", plan.region)
    if period.start > clock.today():
        raise ValidationError({"period": _("%(period)s has not begun.") % {"period": period}})
    book = locked(plan.region_id)
    if draft := Stocktake.objects.filter(plan=plan, period=str(period), concluded=None).first():
        told = _("%(code)s is the draft for %(period)s. Go on with it, or publish it first.")
        raise ValidationError({"period": told % {"code": draft.code, "period": period}}, code=draft.code)
    code = next_code(plan, period)
    _record(plan, code, period, book, by)
    return Stocktake.objects.get(plan=plan, code=code)


@transaction.atomic
def recompute(stocktake: Stocktake, *, by: Person) -> Entry:
    """Compute a draft again as of the book's head; what people wrote in it stays."""
    book, draft = _draft(stocktake, by)
    return _record(draft.plan, draft.code, Period.parse(draft.period), book, by)


def _record(plan: Plan, code: str, period: Period, book: Book, by: Person) -> Entry:
    fact = facts.Stocktaken(
        subject=code, plan=plan.pk, period=str(period), head=book.head, head_hash=book.head_hash
    )
    return record(fact, book=book, by=by)


class Overtaken(ValidationError):  # noqa: N818 - what happened, as `Differs` in replay
    """Somebody else wrote at this place meanwhile; `wording` is what stands there now."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(_("%(name)s wrote here meanwhile.") % {"name": wording.by_name or "—"})
        self.wording = wording


@transaction.atomic
def word(stocktake: Stocktake, *, by: Person, place: str, text: str, seen: int) -> Wording | None:
    """Say something at a place of a draft. `seen`: the entry of the words that stood there when one began, 0 for none.

    What stands so already is not written. Raises `Overtaken` where other words came in between: write again with
    their entry as `seen` to replace them. None where nothing was ever said.
    """
    book, draft = _draft(stocktake, by)
    text = plain(text)
    if not is_place(place):
        raise ValidationError(_("A stocktake has no such place."))
    if len(text) > LONGEST:
        told = _("At most %(limit)s characters; these are %(length)s.")
        raise ValidationError({"text": told % {"limit": LONGEST, "length": len(text)}})
    standing = draft.wordings.filter(place=place, superseded=None).first()
    # An empty proposal says that it was dropped; elsewhere nothing is nothing.
    if text == (standing.text if standing else None) or not (text or standing or place.startswith("proposal-")):
        return standing
    if standing and standing.made != seen:
        raise Overtaken(standing)
    record(facts.Worded(subject=draft.code, plan=draft.plan_id, block=place, text=text), book=book, by=by)
    return draft.wordings.get(place=place, superseded=None)


def plain(text: str) -> str:
    """What can be printed of it, with one sign for the end of a line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in UNPRINTABLE)
    return kept.strip()


UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


@transaction.atomic
def conclude(stocktake: Stocktake, *, by: Person, number: str, language: str, looked: int) -> Stocktake:
    """Publish a draft as it stands; nothing in it changes again. `number` may be empty.

    The period must be over. `looked`: the entry that last changed the draft when one looked at it.
    """
    book, draft = _draft(stocktake, by)
    period, number = Period.parse(draft.period), plain(number)
    if problems := too_long(Stocktake, number=number):
        raise ValidationError(problems)
    if period.end >= clock.today():
        told = _("%(period)s runs until %(day)s. Its stocktake can be published when it is over.")
        raise ValidationError(told % {"period": period, "day": period.end.isoformat()})
    if looked != draft.entry:
        raise ValidationError(_("The draft was changed meanwhile. Look at it again, then publish it."))
    source = replace(source_of(draft), number=number)
    fact = facts.Concluded(
        subject=draft.code, plan=draft.plan_id, period=draft.period, number=number, head=draft.head,
        head_hash=draft.head_hash, digest=digest(compose(source, language)), language=language,
    )
    record(fact, book=book, by=by)
    return Stocktake.objects.get(pk=draft.pk)


def _draft(stocktake: Stocktake, by: Person) -> tuple[Book, Stocktake]:
    """The book, locked, and the draft as it stands then; a published one is not written in any more."""
    require(by, "publish", stocktake.plan.region)
    book = locked(stocktake.plan.region_id)
    draft = Stocktake.objects.select_related("plan__region").get(pk=stocktake.pk)
    if draft.concluded is not None:
        raise ValidationError(_("%(code)s is published. Take stock anew instead.") % {"code": draft.code})
    return book, draft
