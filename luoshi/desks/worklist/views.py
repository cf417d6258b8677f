"""The work list (工作清单): which matters will be late, and who must be asked?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Page
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.core.ledger.asof import moment
from luoshi.core.matters.kinds import kinds
from luoshi.core.matters.models import Light
from luoshi.desks.models import SavedView
from luoshi.desks.worklist import filters, listing
from luoshi.desks.worklist.asked import Asked, read
from luoshi.desks.worklist.columns import offered
from luoshi.desks.worklist.forms import ViewForm
from luoshi.desks.worklist.ground import ground
from luoshi.desks.worklist.sheet import sheet
from luoshi.web.address import changed

NO_FIELD = ("mine", "parent", "code")  # filters that only links set


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """The list: filters, order, columns and page stand in the address."""
    return render(request, "desks/worklist.html", _context(request))


@require_safe
def worklist_sheet(request: HttpRequest) -> FileResponse:
    """Excel of exactly what the list shows under the same address, all its pages."""
    asked = _asked(request)
    return sheet(asked, listing.chips(asked, request.GET))


@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """One's own views; POST keeps the list that the address describes under a name."""
    moment(request)
    view = SavedView(person=request.user)  # type: ignore[misc]
    form = ViewForm(request.POST or None, instance=view, initial={"query": request.GET.urlencode()})
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept as “%(name)s”.") % {"name": view.name})
        return redirect(f"{reverse('worklist')}?{view.query}")
    own = SavedView.objects.filter(person=request.user)  # type: ignore[misc]
    return render(request, "desks/views.html", {"form": form, "own": own}, status=422 if form.errors else 200)


@require_POST
def view_removal(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, person=request.user)
    view.delete()
    messages.success(request, _("“%(name)s” removed. Its matters are untouched.") % {"name": view.name})
    return redirect("worklist")


def _asked(request: HttpRequest) -> Asked:
    return read(request.GET, ground(moment(request), request.user))  # type: ignore[arg-type]


def _context(request: HttpRequest) -> dict[str, Any]:
    asked, query = _asked(request), request.GET
    size = listing.size_of(asked)
    page = _page(asked, listing.Pages(listing.rows_asked(asked), size), query.get("page", ""))
    return {
        "asked": asked,
        "size": size,
        "page": page,
        "rows": listing.dressed(asked, list(page.object_list)),
        "heads": listing.heads(asked, query),
        "chips": listing.chips(asked, query),
        "views": listing.views(asked, query),
        "keep_url": f"{reverse('worklist_views')}?{query.urlencode()}",
        "sheet_url": f"{reverse('worklist_sheet')}?{query.urlencode()}",
        "lights": [(light, size.lights.get(light, 0), changed(query, light=light)) for light in Light.values],
        "may_assign": asked.ground.now.head is None and asked.ground.person.may_anywhere("assign"),
        **_choices(asked),
    }


def _page(asked: Asked, pages: listing.Pages, text: str) -> Page[Any]:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    if text and not 1 <= number <= pages.num_pages:
        asked.ignored.append(f"page={text[:20]}")
    return pages.page(min(max(number, 1), pages.num_pages))


def _choices(asked: Asked) -> dict[str, Any]:
    """What the filters offer, and what of it is chosen."""
    shown = asked.ground
    units = shown.names.items()
    return {
        "light_choices": Light.values,
        "kind_choices": [(kind.code, kind.name_plural) for kind in kinds().values()],
        "workstream_choices": [(code, stream.name) for code, stream in shown.workstreams.items()],
        "unit_choices": units,
        "due_choices": filters.DUE.items(),
        "report_choices": filters.REPORTS.items(),
        "state_choices": filters.STATES.items(),
        "stage_choices": filters.stages(shown).items(),
        "column_choices": offered(shown.now.head),
        "chosen": {one.name: asked.values(one.name) for one in filters.FILTERS},
        "kept": [(name, value) for name in NO_FIELD for value in asked.values(name)],
    }
