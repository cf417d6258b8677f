"""The rules: which numbers decide, since when, and who put them in force?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.core.ledger import actions
from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.ledger.queries import entries
from luoshi.core.organisation.models import Person
from luoshi.core.plan.models import RuleVersion
from luoshi.desks.rules.books import BOOKS, Rules, bound
from luoshi.desks.rules.fixed import fixed


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every set of rules in force."""
    now = moment(request)
    books = [_shown(book, now) for book in BOOKS.values()]
    return render(request, "desks/rules.html", _context(request, now, books=books, fixed=fixed()))


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """One set: its numbers, its versions; POST puts a new version in force."""
    now, book = moment(request), BOOKS.get(name)
    if book is None or (request.method == "POST" and not _may(request.user, now)):
        raise Http404
    versions = _versions(book, now)
    taken = [version.version for version, _entry in versions] or [book.first]
    form = bound(book, request.POST or None, book.values(now.plan.pk, now.head), taken)
    if request.method == "POST" and form.is_valid() and _adopted(form, book, now, request.user):
        messages.success(request, _("Version %(version)s is in force.") % {"version": form.cleaned_data["version"]})
        return redirect("rule", name=name)
    offered = form if _may(request.user, now) else None
    context = _context(request, now, book=_shown(book, now), versions=versions, form=offered)
    return render(request, "desks/rule.html", context, status=422 if form.errors else 200)


def _context(request: HttpRequest, now: Moment, **more: Any) -> dict[str, Any]:
    return {"now": now, "audits": request.user.may_anywhere("audit"), **more}  # type: ignore[union-attr]


def _may(person: Any, now: Moment) -> bool:
    able = isinstance(person, Person) and (person.may("appoint", now.region) or person.may("publish", now.region))
    return able and now.head is None


def _adopted(form: Any, book: Rules, now: Moment, person: Any) -> bool:
    try:
        actions.adopt(now.plan, book.name, form.cleaned_data["version"], form.values(), by=person)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def _shown(book: Rules, now: Moment) -> dict[str, Any]:
    """A set as a page shows it: its numbers with their values, and the version in force."""
    values = book.values(now.plan.pk, now.head)
    in_force = next((pair for pair in _versions(book, now) if pair[0].superseded is None or _later(pair[0], now)), None)
    rows = [(number, number.shown(values[number.code])) for number in book.numbers if number.code in values]
    return {
        "rules": book,
        "rows": rows,
        "in_force": in_force,
        "version": in_force[0].version if in_force else book.first,
    }


def _later(version: RuleVersion, now: Moment) -> bool:
    return version.superseded is not None and version.superseded > now.shown.seq


def _versions(book: Rules, now: Moment) -> list[tuple[RuleVersion, Any]]:
    """Versions adopted up to the entry shown, newest first, each with the entry that adopted it: two queries."""
    found = list(RuleVersion.objects.filter(plan=now.plan, name=book.name, made__lte=now.shown.seq).order_by("-made"))
    made = {entry.seq: entry for entry in entries(now.region.pk).filter(seq__in=[version.made for version in found])}
    return [(version, made[version.made]) for version in found]
