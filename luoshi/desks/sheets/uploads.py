"""One upload, from its columns to what was written. It is its uploader's alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from luoshi.core.ledger.asof import moment
from luoshi.desks.models import Upload, UploadLine
from luoshi.desks.sheets import offered, reading, running, taking
from luoshi.desks.sheets.forms import MappingForm, ReasonForm, TabForm
from luoshi.desks.sheets.ground import folder
from luoshi.desks.sheets.refused import causes, refused_rows, sentences
from luoshi.web import workbook
from luoshi.web.export import EXCEL
from luoshi.web.sheets import Sheet

LINES, SAMPLE = 50, 5
FEW = 10  # refused lines that are read one by one; of more the causes are said
Stage, State = Upload.Stage, UploadLine.State
ORDER = (State.REFUSED, State.CHANGED, State.NEW, State.UNCHANGED)


@require_safe
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the upload stands: working, a preview, or done."""
    found, sheet = _mine(request, pk)
    if found.working or found.stage == Stage.STOPPED:
        return render(request, "desks/upload_work.html", _work(found, sheet))
    if request.headers.get("HX-Request"):  # the page of the work asks, and the work is done
        return HttpResponseClientRefresh()
    if found.stage == Stage.MAPPING:
        return redirect("upload_columns", pk=pk)
    return _lines_page(request, found, sheet, ReasonForm())


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column of the file is which of the sheet; POST compares."""
    found, sheet = _mine(request, pk)
    if found.stage not in (Stage.MAPPING, Stage.PREVIEW):
        return redirect("upload", pk=pk)
    form = MappingForm(found, sheet, reading.head(found), request.POST or None)
    if request.method == "POST" and form.is_valid():
        taking.compare(found, form.mapping)
        return redirect("upload", pk=pk)
    return _columns_page(request, found, sheet, form, TabForm(_tabs(found), initial=_place(found)))


@require_POST
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """Another tab, or another place of the head: columns are suggested anew."""
    found, sheet = _mine(request, pk)
    if found.stage not in (Stage.MAPPING, Stage.PREVIEW):
        return redirect("upload", pk=pk)
    form = TabForm(_tabs(found), request.POST)
    if not form.is_valid():
        return _columns_page(request, found, sheet, MappingForm(found, sheet, reading.head(found)), form)
    said = form.cleaned_data
    moved = said["tab"] != found.tab
    found.tab = said["tab"]
    taking.read_head(found, sheet, None if moved else (said["first"], said["last"]))
    return redirect("upload_columns", pk=pk)


@require_POST
def acceptance(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what the preview shows, with a reason."""
    found, sheet = _mine(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid() and found.stage == Stage.PREVIEW:
        return _lines_page(request, found, sheet, form)
    if form.is_valid():
        taking.accept(found, form.cleaned_data["reason"])
    return redirect("upload", pk=pk)


@require_POST
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the work before its next rows."""
    if taking.cancel(_mine(request, pk)[0]):
        messages.success(request, _("Cancelled. What was written before stays, nothing more is written."))
    return redirect("upload", pk=pk)


@require_POST
def continuation(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry on what stopped."""
    taking.resume(_mine(request, pk)[0])
    return redirect("upload", pk=pk)


@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave an upload that was not accepted."""
    if taking.discard(_mine(request, pk)[0]):
        messages.success(request, _("Discarded. Nothing was written."))
    return redirect("sheets")


@require_safe
def refused(request: HttpRequest, pk: int) -> FileResponse:
    """The refused rows, with the reason beside each."""
    found, _sheet = _mine(request, pk)
    name = _("Refused rows of %(name)s.xlsx") % {"name": found.name.rpartition(".")[0] or found.name}
    return FileResponse(refused_rows(found), as_attachment=True, filename=name, content_type=EXCEL)


def _mine(request: HttpRequest, pk: int) -> tuple[Upload, Sheet]:
    uploads = Upload.objects.select_related("person", "region", "plan")
    found = get_object_or_404(uploads, pk=pk, person=request.user, region=moment(request).region)
    return found, offered.sheet_for(request.user, found.sheet)  # type: ignore[arg-type]


def _place(found: Upload) -> dict[str, int]:
    return {"tab": found.tab, "first": found.first, "last": found.last}


def _tabs(found: Upload) -> list[tuple[int, str]]:
    return [(place, tab.name or found.name) for place, tab in enumerate(workbook.tabs(folder(found))) if tab.rows]


def _columns_page(
    request: HttpRequest, found: Upload, sheet: Sheet, form: MappingForm, tab_form: TabForm
) -> HttpResponse:
    above = reading.head(found)
    below = (row for row in workbook.rows(folder(found), found.tab) if row.number > found.last)
    context = {
        "upload": found,
        "sheet": sheet,
        "form": form,
        "tab_form": tab_form,
        "disguised": workbook.disguised(folder(found)),
        "rows": taking.rows_below(found),
        "letters": [(workbook.letter(place), name) for place, name in enumerate(above.names)],
        "sample": [
            (row.number, [row.cell(place) for place in range(len(above.names))])
            for row, _count in zip(below, range(SAMPLE), strict=False)
        ],
    }
    wrong = form.errors or tab_form.errors
    return render(request, "desks/upload_columns.html", context, status=422 if wrong else 200)


def _work(found: Upload, sheet: Sheet) -> dict[str, Any]:
    now = timezone.now()
    spent = (now - found.began).total_seconds() if found.began else 0
    left = round(spent / found.done * (found.total - found.done)) if found.done and found.working else None
    return {
        "upload": found,
        "sheet": sheet,
        "done": min(found.done, found.total),
        "left": None if left is None else max(left, 1),
        "waits": found.working and not found.run and spent > 10,
        "silent": found.working and found.beat is not None and now - found.beat > running.LEASE,
        "why": running.why_stopped(found),
        "written": found.lines.exclude(applied=None).count(),
    }


def _lines_page(request: HttpRequest, found: Upload, sheet: Sheet, form: ReasonForm) -> HttpResponse:
    counts = dict(found.lines.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("state", "")
    shown = found.lines.filter(state=state) if state in State.values else found.lines.all()
    page = Paginator(shown, LINES).get_page(request.GET.get("page"))
    context = {
        "upload": found,
        "sheet": sheet,
        "form": form,
        "state": state,
        "page": page,
        "lines": [(line, sentences(line)) for line in page],
        "counts": [(one.value, one.label, counts.get(one.value, 0)) for one in ORDER],
        "total": sum(counts.values()),
        "refused": counts.get(State.REFUSED.value, 0),
        "causes": causes(found) if counts.get(State.REFUSED.value, 0) > FEW and state in ("", State.REFUSED) else (),
        "to_write": counts.get(State.NEW.value, 0) + counts.get(State.CHANGED.value, 0),
        "written": found.lines.exclude(applied=None).count(),
    }
    return render(request, "desks/upload.html", context, status=422 if form.errors else 200)
