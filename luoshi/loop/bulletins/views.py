"""Bulletins: preview, issue, download, and prove that the words still follow from the head."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.core.ledger import clock
from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.organisation.models import Person
from luoshi.core.plan.words import spoken_period
from luoshi.engine.periods import Period, due_period
from luoshi.loop.bulletins import actions
from luoshi.loop.bulletins.compose import Source, compose, document_number
from luoshi.loop.bulletins.forms import IssueForm, PreviewForm
from luoshi.loop.bulletins.links import Links
from luoshi.loop.bulletins.models import Bulletin
from luoshi.loop.bulletins.queries import bulletins, next_code, recomputed, source_of
from luoshi.loop.bulletins.rules import sees_district
from luoshi.web.document_blocks import Block, settled
from luoshi.web.documents import render_docx
from luoshi.web.downloads import DOCUMENT_LANGUAGES, WORD, download


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Issued bulletins. They speak of the whole district and are published to everybody in it."""
    now = moment(request)
    may_issue = request.user.may("publish", now.region)  # type: ignore[union-attr]
    return render(
        request, "bulletins/index.html", {"bulletins": bulletins(now.plan)[:200], "may_issue": may_issue}
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose the period, look at the words, issue those words."""
    now = moment(request)
    sees_district(request.user, now, "publish")  # type: ignore[arg-type]
    start = {"period": str(due_period(clock.today())), "mark": _last_mark(now), "language": get_language()}
    if request.method == "POST":
        form: PreviewForm = IssueForm(request.POST, initial=start)
        if made := _issued(request, now, form):
            messages.success(request, _("Issued %(number)s.") % {"number": made.number})
            return redirect("bulletin", code=made.code)
    else:
        form = PreviewForm(request.GET if "period" in request.GET else None, initial=start)
    preview = _preview(now, request.user, _chosen(form))  # type: ignore[arg-type]
    context = {"form": form, "shown": now.shown, **preview}
    return render(request, "bulletins/new.html", context, status=422 if request.method == "POST" else 200)


def _issued(request: HttpRequest, now: Moment, form: PreviewForm) -> Bulletin | None:
    """The bulletin that was issued, or None with the reason in the form."""
    if not form.is_valid():
        return None
    try:
        return actions.issue(now.plan, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _last_mark(now: Moment) -> str:
    last = bulletins(now.plan).first()
    return last.number.partition("\u3014")[0] if last else ""


def _chosen(form: PreviewForm) -> dict[str, Any]:
    """What the form says so far; without `period` where there is none to look at."""
    if form.is_bound:
        form.is_valid()
        return form.cleaned_data
    return {**form.initial, "period": Period.parse(form.initial["period"])}


def _preview(now: Moment, person: Person, chosen: dict[str, Any]) -> dict[str, Any]:
    """The words, and what is sent to issue them; nothing while the period is none to issue."""
    if "period" not in chosen:
        return {}
    period, mark, language = chosen["period"], chosen.get("mark", ""), chosen.get("language") or get_language()
    number = document_number(mark, next_code(now.plan, timezone.localdate(clock.now()).year))
    source = Source(now.plan, period, now.shown, number)
    sent = {"period": period, "mark": mark, "language": language} if mark else {}
    shown = _shown(compose(source, language), Links(source, language, person))
    return {"preview": shown, "sent": sent, "number": number, "period": spoken_period(period)}


def _shown(blocks: list[Block], links: Links) -> list[dict[str, Any]]:
    """Blocks as they are printed, with the way back from their words."""
    return links.shown(settled(blocks, DOCUMENT_LANGUAGES[links.language]))


@require_safe
def bulletin(request: HttpRequest, code: str) -> HttpResponse:
    """One bulletin, computed again from its head at this moment."""
    now = moment(request)
    found = get_object_or_404(bulletins(now.plan), code=code)
    again = recomputed(found)
    links = Links(source_of(found), found.language, request.user)  # type: ignore[arg-type]
    context = {"bulletin": found, "preview": _shown(again.blocks, links), "equal": again.equal}
    return render(request, "bulletins/bulletin.html", context)


@require_safe
def document(request: HttpRequest, code: str) -> HttpResponse:
    """The bulletin as a Word file in GB/T 9704 layout."""
    now = moment(request)
    found = get_object_or_404(bulletins(now.plan), code=code)
    data = render_docx(
        recomputed(found).blocks,
        language=DOCUMENT_LANGUAGES[found.language],
        properties={"title": found.number},
    )
    year, running = found.code.split("-")
    return download(data, WORD, plain=f"bulletin-{year}-{int(running)}.docx", full=f"{found.number}.docx")
