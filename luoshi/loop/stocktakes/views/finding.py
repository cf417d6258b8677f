"""What the pages of a stocktake have in common: who looks, which one, and what it is made of."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from luoshi.core.ledger.asof import moment
from luoshi.core.organisation.models import Person
from luoshi.loop.stocktakes.compose.document import Source, kept
from luoshi.loop.stocktakes.compose.ground import Computed
from luoshi.loop.stocktakes.models import Stocktake
from luoshi.loop.stocktakes.queries import stocktakes
from luoshi.web.downloads import DOCUMENT_LANGUAGES


def reader_of(request: HttpRequest) -> Person:
    """Whoever may see the whole district; 404 for everybody else."""
    if isinstance(request.user, Person) and request.user.may("see", moment(request).region):
        return request.user
    raise Http404


def seen(request: HttpRequest, code: str) -> Stocktake:
    """A stocktake that the reader may see; 404 for any other."""
    return get_object_or_404(stocktakes(reader_of(request), moment(request).plan), code=code)


def writable(request: HttpRequest, code: str) -> Stocktake:
    """One that the reader may write in as long as it is a draft; the action refuses a published one."""
    found = seen(request, code)
    if not reader_of(request).may("publish", found.plan.region):
        raise Http404
    return found


def language_of(stocktake: Stocktake) -> str:
    """A draft speaks the reader's language, a published one that of its publication."""
    spoken = stocktake.language or get_language() or ""
    return spoken if spoken in DOCUMENT_LANGUAGES else "zh-hans"


def computed_of(stocktake: Stocktake, source: Source) -> Computed:
    return kept(source, language_of(stocktake))
