"""What happened to a matter, as the ledger tells it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from luoshi.core.ledger.queries import Line, entries_about, lines
from luoshi.desks.matter.sight import Sight

PAGE = 20


@dataclass(frozen=True)
class Told:
    """A line of the timeline with the way to its entry."""

    line: Line
    url: str


def timeline(seen: Sight, query: QueryDict) -> tuple[Page, list[Told]]:
    """`?page=2`, or `?entry=123` for the page on which that entry stands."""
    entries = entries_about(seen.now.region.pk, seen.shown.code, head=seen.head)
    number = query.get("page", "1")
    asked = query.get("entry", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 16:
        number = str(entries.filter(seq__gt=int(asked)).count() // PAGE + 1)
    page = Paginator(entries, PAGE).get_page(number)
    return page, [Told(line, seen.entry_url(line.seq)) for line in lines(page.object_list)]
