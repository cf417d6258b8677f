"""Sheets (导入导出): which tables can I bring, and what became of those I brought?"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.core.ledger.asof import Moment, moment
from luoshi.desks.models import Upload
from luoshi.desks.sheets import offered
from luoshi.desks.sheets.forms import FileForm
from luoshi.desks.sheets.taking import compare, is_ours, take
from luoshi.web.blank import workbook
from luoshi.web.export import EXCEL
from luoshi.web.sheets import Sheet
from luoshi.web.workbook import TableError

UPLOADS = 20  # a page


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """The sheets one may use, and one's own uploads of the last thirty days."""
    _now(request)
    mine = offered.offered(request.user)  # type: ignore[arg-type]
    own = Upload.objects.filter(person=request.user, sheet__in=[sheet.code for sheet in mine])  # type: ignore[misc]
    page = Paginator(own, UPLOADS).get_page(request.GET.get("page"))
    names = {sheet.code: sheet.name for sheet in mine}
    uploads = [(upload, names[upload.sheet]) for upload in page]
    return render(request, "desks/sheets.html", {"sheets": mine, "uploads": uploads, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Bring a table for this sheet."""
    now, found = _now(request), offered.sheet_for(request.user, code)  # type: ignore[arg-type]
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (upload := _taken(request, form, found, now)):
        if is_ours(upload, found):
            compare(upload)
            return redirect("upload", pk=upload.pk)
        return redirect("upload_columns", pk=upload.pk)
    here = {"sheet": found, "form": form, "has_rows": type(found).rows is not Sheet.rows}
    return render(request, "desks/sheet.html", here, status=422 if form.errors else 200)


@require_safe
def blank(request: HttpRequest, code: str) -> FileResponse:
    """The sheet to fill in."""
    return _workbook(request, code, filled=False)


@require_safe
def rows(request: HttpRequest, code: str) -> FileResponse:
    """The same with what stands now in it."""
    return _workbook(request, code, filled=True)


def _now(request: HttpRequest) -> Moment:
    return moment(request)


def _taken(request: HttpRequest, form: FileForm, found: Sheet, now: Moment) -> Upload | None:
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    name = file.name if file else _("pasted rows")
    try:
        return take(found, file or text, name or "", person=request.user, now=now)  # type: ignore[arg-type]
    except TableError as error:
        form.add_error("file" if file else "text", str(error))
    return None


def _workbook(request: HttpRequest, code: str, *, filled: bool) -> FileResponse:
    now, person = _now(request), request.user
    found = offered.sheet_for(person, code)  # type: ignore[arg-type]
    standing = found.rows(person=person, ground=now) if filled else ()
    if standing is None:
        raise Http404
    here: dict[str, Any] = {"person": person, "ground": now}
    choices = {column.code: found.choices(column, **here) for column in found.columns}
    file = workbook(found.columns, name=str(found.name), choices=choices, rows=standing)
    return FileResponse(file, as_attachment=True, filename=f"{found.name}.xlsx", content_type=EXCEL)
