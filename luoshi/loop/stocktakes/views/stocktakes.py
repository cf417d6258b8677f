"""The list of stocktakes, and one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.core.ledger import clock
from luoshi.core.ledger.asof import moment
from luoshi.core.ledger.queries import entries
from luoshi.core.plan.words import spoken_period
from luoshi.engine.periods import Kind, Period, due_period
from luoshi.loop.stocktakes import actions
from luoshi.loop.stocktakes.compose.document import Source, accepted, document, printed
from luoshi.loop.stocktakes.compose.ground import Computed
from luoshi.loop.stocktakes.forms import PeriodForm, PublicationForm
from luoshi.loop.stocktakes.models import Stocktake, Wording
from luoshi.loop.stocktakes.queries import recomputed, source_of, stocktakes, wordings
from luoshi.loop.stocktakes.shown import Refused, own_proposal, parts, place, proposals
from luoshi.loop.stocktakes.views.finding import computed_of, language_of, reader_of, seen
from luoshi.web.document_blocks import Block
from luoshi.web.document_length import CHARACTERS, characters
from luoshi.web.downloads import DOCUMENT_LANGUAGES

LISTED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Every stocktake the reader may see; POST composes one."""
    now, reader = moment(request), reader_of(request)
    may_compose = reader.may("publish", now.region)
    form = PeriodForm(request.POST or None, periods=_periods())
    if request.method == "POST" and form.is_valid():
        period = form.cleaned_data["period"]
        if draft := Stocktake.objects.editable_by(reader).filter(plan=now.plan, period=str(period)).first():
            messages.info(request, _("This draft stands already. Go on with it."))
            return redirect(draft)
        try:
            return redirect(actions.take_stock(now.plan, period, by=reader))
        except ValidationError as error:
            form.add_error(None, error)
    found = stocktakes(reader, now.plan, now.head)[:LISTED]
    rows = [(row, spoken_period(Period.parse(row.period))) for row in found]
    context = {"rows": rows, "form": form, "may_compose": may_compose}
    return render(request, "stocktakes/index.html", context, status=422 if form.errors else 200)


def _periods() -> list[Period]:
    """The half year that is over first, then what else one may take stock of."""
    today = clock.today()
    kinds: tuple[Kind, ...] = ("half", "quarter", "month", "year")
    over = [due_period(today, kind) for kind in kinds]
    running = [Period.of(today, kind) for kind in kinds]
    return list(dict.fromkeys([*over, *running]))


@require_safe
def stocktake(request: HttpRequest, code: str) -> HttpResponse:
    """One stocktake: a draft to write in, or what was published, computed again just now."""
    return shown(request, seen(request, code))


def shown(
    request: HttpRequest, found: Stocktake, *, refused: Refused | None = None, form: PublicationForm | None = None
) -> HttpResponse:
    """The page; `refused` words or a `form` of publication that was refused make it 422."""
    standing, language = wordings(found), language_of(found)
    source = source_of(found, standing)
    equal = None
    if found.concluded:
        again = recomputed(found, source)
        computed, equal = again.computed, again.equal
    else:
        computed = computed_of(found, source)
    pieces = document(source, language, computed)
    may_write = not found.concluded and reader_of(request).may("publish", found.plan.region)
    context = {
        "stocktake": found,
        "period": spoken_period(Period.parse(found.period)),
        "parts": [
            {**part, "place": place(part, standing, refused)} if "place" in part else part
            for part in parts(pieces, DOCUMENT_LANGUAGES[language])
        ],
        "equal": equal,
        "may_write": may_write,
        "refused": refused,
        **_length(printed(pieces)),
        "plain_text": _plain(source, computed),
        **(_writing(request, found, computed, standing, refused, form) if may_write else {}),
    }
    status = 422 if refused or (form and form.errors) else 200
    return render(request, "stocktakes/stocktake.html", context, status=status)


def _length(blocks: list[Block]) -> dict[str, Any]:
    count = characters(blocks)
    return {"characters": count, "limit": CHARACTERS, "too_long": count > CHARACTERS}


def _plain(source: Source, computed: Computed) -> str:
    """The proposals as text, for an agenda or for minutes."""
    lines = enumerate(accepted(source, computed), 1)
    return "\n".join(_("%(n)s. %(text)s") % {"n": n, "text": text} for n, text in lines)


def _writing(
    request: HttpRequest,
    found: Stocktake,
    computed: Computed,
    standing: Mapping[str, Wording],
    refused: Refused | None,
    form: PublicationForm | None,
) -> dict[str, Any]:
    """What only those see who write: candidates, the form of publication, whether the book went on."""
    start = {"language": language_of(found), "number": ""}
    return {
        "proposals": proposals(computed, standing, refused),
        "own": own_proposal(standing, refused),
        "form": form or PublicationForm(initial=start),
        "latest": moment(request).shown,
        "went_on": entries(found.plan.region_id).filter(seq__gt=found.head).exclude(subject=found.code).exists(),
        "is_over": Period.parse(found.period).end < clock.today(),
    }
