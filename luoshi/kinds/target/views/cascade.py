"""The cascade (目标分解): what did each level assign, take on and add, and where does it not sum?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.core.ledger.queries import head_of
from luoshi.core.matters.models import Matter
from luoshi.kinds.target.cascade_page import Page, page_of, sheet_text
from luoshi.kinds.target.cascading import after, compare, write
from luoshi.kinds.target.forms import SheetForm
from luoshi.kinds.target.heads import lines_of
from luoshi.kinds.target.holders import Holders
from luoshi.kinds.target.holding import branch, held
from luoshi.kinds.target.views.shown import Seen, mine, seen, year_of, years
from luoshi.web.form_words import accepted
from luoshi.web.sheets import Change


@require_safe
def cascade(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """The tree of a year, whole for those who see the district; others see the branch to their own units."""
    found = seen(request, number)
    page, visible = told(found, year_of(found, year))
    context = {
        "found": found, "indicator": found.indicator, "year": year, "years": years(found), "page": page,
        "visible": visible, "entries": _entries(found, page),
    }
    return render(request, "target/cascade.html", context)


def told(found: Seen, year: int) -> tuple[Page, set[str]]:
    """What somebody sees of the tree, and the codes of the matters in it that they may open."""
    holders = Holders(found.now.region)
    rows = held(found.now.plan, found.indicator, year, holders, found.now.head)
    if not found.whole:
        rows = branch(rows, holders.within(found.person.reach("see")))
    visible = {one.matter.code for one in rows if one.matter}
    if not found.whole:
        visible &= set(Matter.objects.visible_to(found.person).filter(code__in=visible).values_list("code", flat=True))
    return page_of(rows, found.indicator, holders, whole=found.whole), visible


def _entries(found: Seen, page: Page) -> dict[int, str]:
    """Entry → its address, for those who may read it."""
    numbers = {seq for line in page.lines for seq in (line.held.share_entry, line.held.goal_entry) if seq}
    return {seq: url for seq in numbers if (url := found.entry_url(seq))}


@require_http_methods(["GET", "HEAD", "POST"])
def cascade_sheet(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """The rows of a year as one fills them in: `check` says what each would change, `save` writes them."""
    found = mine(request, number)
    year, holders = year_of(found, year), Holders(found.now.region)
    standing = held(found.now.plan, found.indicator, year, holders)
    rows, head = sheet_text(standing, found.indicator, holders), head_of(found.now.region.pk).seq
    form = SheetForm(request.POST or None, initial={"rows": rows, "whole": True, "seen": head})
    changes, page = None, None
    if form.is_valid():
        changes = accepted(form, lambda: _compared(form, found, year))
    if changes is not None:
        page = page_of(after(changes, standing, whole=form.cleaned_data["whole"]), found.indicator, holders)
        if "save" in request.POST and _saved(request, form, found, year, changes):
            return redirect("cascade", number=number, year=year)
    context = {
        "form": form, "found": found, "indicator": found.indicator, "year": year, "changes": changes, "page": page,
        "counts": _counts(changes or []), "seen": head,
    }
    return render(request, "target/cascade_sheet.html", context, status=422 if form.errors else 200)


def _compared(form: SheetForm, found: Seen, year: int) -> Any:
    lines, whole = lines_of(form.cleaned_data["rows"]), form.cleaned_data["whole"]
    return compare(found.now.plan, found.indicator, year, lines, person=found.person, whole=whole)


def _saved(request: HttpRequest, form: SheetForm, found: Seen, year: int, changes: list[Change]) -> bool:
    said = {name: form.cleaned_data[name] for name in ("reason", "whole", "seen")}
    if any(change.state == "refused" for change in changes):
        form.add_error("rows", _("Some rows cannot be taken. Mend them first."))
        return False
    count = accepted(form, lambda: write(found.now.plan, found.indicator, year, changes, by=found.person, **said))
    if count is None:
        return False
    words = ngettext("Saved as %(n)s entry.", "Saved as %(n)s entries.", count)
    messages.success(request, words % {"n": count} if count else _("It stood so already."))
    return True


def _counts(changes: list[Change]) -> dict[str, int]:
    states = ("new", "changed", "unchanged", "refused")
    return {state: sum(change.state == state for change in changes) for state in states}
