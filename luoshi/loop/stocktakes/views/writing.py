"""Writing in a draft, computing it again, publishing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.loop.stocktakes import actions
from luoshi.loop.stocktakes.compose.document import Piece
from luoshi.loop.stocktakes.forms import PublicationForm, WordsForm
from luoshi.loop.stocktakes.models import Stocktake
from luoshi.loop.stocktakes.queries import wordings
from luoshi.loop.stocktakes.shown import Refused, parts, place
from luoshi.loop.stocktakes.views.finding import language_of, reader_of, writable
from luoshi.loop.stocktakes.views.stocktakes import shown
from luoshi.web.downloads import DOCUMENT_LANGUAGES


@require_POST
def words(request: HttpRequest, code: str, place: str) -> HttpResponse:
    """Keep what somebody says at a place; refused, nothing typed is lost and what stands there is shown."""
    draft, form = writable(request, code), WordsForm(request.POST)
    try:
        text, seen = _said(form)
        actions.word(draft, by=reader_of(request), place=place, text=text, seen=seen)
    except ValidationError as error:
        standing = error.wording if isinstance(error, actions.Overtaken) else None
        refused = Refused(place, request.POST.get("text", ""), error.messages, standing)
        return _refusal(request, draft, refused)
    if _in_place(request):
        return _state(request, draft, place)
    return redirect(f"{draft.get_absolute_url()}#{place}")


def _in_place(request: HttpRequest) -> bool:
    """Whether the page stays and takes up a part of the answer."""
    return bool(request.htmx)  # type: ignore[attr-defined]


def _refusal(request: HttpRequest, draft: Stocktake, refused: Refused) -> HttpResponse:
    if _in_place(request):
        return _state(request, draft, refused.place, refused)
    return shown(request, draft, refused=refused)


def _said(form: WordsForm) -> tuple[str, int]:
    if not form.is_valid():
        raise ValidationError([message for messages in form.errors.values() for message in messages])
    return form.cleaned_data["text"], form.cleaned_data["seen"]


def _state(request: HttpRequest, draft: Stocktake, name: str, refused: Refused | None = None) -> HttpResponse:
    """What stands beside the field afterwards; the field itself is left alone, somebody may be typing in it."""
    standing = wordings(draft)
    text = standing[name].text if name in standing else ""
    (part,) = parts([Piece(place=name, text=text)], DOCUMENT_LANGUAGES[language_of(draft)])
    context = {
        "stocktake": draft,
        "place": place(part, standing, refused),
        "looked": _looked(request, draft),
        "is_saved": refused is None,
    }
    return render(request, "stocktakes/_said.html", context, status=422 if refused else 200)


def _looked(request: HttpRequest, before: Stocktake) -> int:
    """The entry that this page has seen the whole draft at: its own words do not make it old, others' do."""
    looked = request.POST.get("looked", "")
    now = Stocktake.objects.get(pk=before.pk)
    if looked == str(before.entry):
        return now.entry
    return int(looked) if looked.isdecimal() and len(looked) < 16 else 0


@require_POST
def computation(request: HttpRequest, code: str) -> HttpResponse:
    """Compute a draft again as of the latest entry."""
    draft = writable(request, code)
    try:
        actions.recompute(draft, by=reader_of(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Computed again. What was written stands as it stood."))
    return redirect(draft)


@require_POST
def publication(request: HttpRequest, code: str) -> HttpResponse:
    """Publish a draft as it was looked at."""
    draft, form = writable(request, code), PublicationForm(request.POST)
    if form.is_valid():
        try:
            published = actions.conclude(draft, by=reader_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Published. It stays as it is."))
            return redirect(published)
    return shown(request, draft, form=form)
