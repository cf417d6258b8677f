"""The ledger (账本): what was written, by whom, and does it still hold?"""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.ledger.facts import FACTS
from luoshi.core.ledger.queries import book_of, head_of, lines
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person
from luoshi.desks.ledger.reach import readable
from luoshi.desks.ledger.words import word
from luoshi.engine.chain import GENESIS, link
from luoshi.web.address import changed

ROWS = 50
LONGEST = 60


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Entries newest first, fifty a page; `before` is where a page begins, `entry` goes straight to one."""
    now, found = read(request)
    query = request.GET
    if (wanted := _number(query.get("entry", ""))) is not None:
        return redirect("entry", seq=get_object_or_404(found, seq=wanted).seq)
    ignored: list[str] = []
    found = filtered(found, query, ignored)
    before = _number(query.get("before", ""))
    rows = list((found if before is None else found.filter(seq__lt=before))[: ROWS + 1])
    context = {
        "lines": [(line, word(line.fact)) for line in lines(rows[:ROWS])],
        "older": changed(query, before=rows[ROWS - 1].seq) if len(rows) > ROWS else "",
        "newest": changed(query, before=None) if before is not None else "",
        "facts": [(name, word(name)) for name in FACTS],
        "chips": chips(query),
        "ignored": ignored,
        "book": book_of(now.region.pk),
        "tail": f"?head={now.head}" if now.head else "",
    }
    return render(request, "desks/ledger.html", context)


@require_safe
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """One entry as it was hashed, and the hash computed again now."""
    now, found = read(request)
    row = get_object_or_404(found, seq=seq)
    previous = head_of(now.region.pk, seq - 1).hash if seq > 1 else GENESIS
    algorithm = book_of(now.region.pk).algorithm
    again = link(previous, row.text, algorithm)
    context = {
        "entry": row,
        "line": lines([row])[0],
        "word": word(row.fact),
        "text": json.dumps(row.parsed, ensure_ascii=False, indent=2, sort_keys=True),
        "algorithm": algorithm,
        "previous": _grouped(previous),
        "hash": _grouped(row.hash),
        "again": _grouped(again),
        "holds": again == row.hash,
        "pages": _pages(row, request.user),  # type: ignore[arg-type]
        "next_exists": found.filter(seq=seq + 1).exists(),
        "previous_exists": found.filter(seq=seq - 1).exists(),
    }
    return render(request, "desks/entry.html", context)


def read(request: HttpRequest) -> tuple[Moment, QuerySet[Any]]:
    """The moment asked for, and the entries by then that the person may read; 404 for whoever audits nothing."""
    person = request.user
    if not isinstance(person, Person) or not person.may_anywhere("audit"):
        raise Http404
    now = moment(request)
    return now, readable(now, person)


def filtered(found: QuerySet[Any], query: Any, ignored: list[str]) -> QuerySet[Any]:
    fact, subject, by = (query.get(name, "").strip() for name in ("fact", "subject", "by"))
    for name, value in (("fact", fact), ("subject", subject), ("by", by)):
        if len(value) > LONGEST or not value.isprintable() or (name == "fact" and value and value not in FACTS):
            ignored.append(f"{name}={value[:LONGEST]}")
    said = {text.partition("=")[0] for text in ignored}
    if fact and "fact" not in said:
        found = found.filter(fact=fact)
    if subject and "subject" not in said:
        found = found.filter(subject=subject)
    if by and "by" not in said:
        logins = Person.objects.filter(name=by).values_list("username", flat=True)
        found = found.filter(by__in=[by, *logins])
    return found


def chips(query: Any) -> list[dict[str, str]]:
    names = {"fact": _("Fact"), "subject": _("Subject"), "by": _("Person")}
    return [
        {
            "name": label,
            "text": word(value) if name == "fact" else value,
            "remove_url": changed(query, **{name: None, "before": None}),
        }
        for name, label in names.items()
        if (value := query.get(name, "").strip())
    ]


def _grouped(digits: str) -> list[str]:
    """A hash in eights, between which a line may break."""
    return [digits[start : start + 8] for start in range(0, len(digits), 8)]


def _number(text: str) -> int | None:
    """A sequence number as typed, "18,427" among others; None for anything else."""
    digits = text.strip().replace(",", "").replace("，", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None


def _pages(row: Any, person: Person) -> list[tuple[str, str]]:
    """Pages as of this entry: (words, address)."""
    tail = f"?head={row.seq}"
    found = [(_("Work list"), reverse("worklist") + tail), (_("Cockpit"), reverse("cockpit") + tail)]
    if matter := Matter.objects.visible_to(person).filter(code=row.subject).first():
        found.insert(0, (f"{matter.code} {matter.title}", matter.get_absolute_url() + tail))
    return found
