"""A sheet for tests and benches: saved views kept as a table, so that bringing tables can be tried without a domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from luoshi.desks.models import SavedView
from luoshi.web.sheets import Change, Column, Line, Refused, Sheet, chunks

COLUMNS = (
    Column(code="name", name="Name", required=True, hint="By what the view is called", synonyms=("称谓",), width=24),
    Column(code="light", name="Light", kind="choice", choices=("red", "green"), synonyms=("亮灯",)),
    Column(code="amount", name="Amount", kind="number", synonyms=("金额",)),
    Column(code="count", name="Count", kind="whole"),
    Column(code="month", name="Month", kind="period", synonyms=("数据期",)),
    Column(code="day", name="Day", kind="day"),
)


class Shelf(Sheet):
    """A view a line, known by its name; the other columns are its query."""

    code, name, question, columns = "shelf", "Shelf", "Which views do I keep?", COLUMNS

    def may(self, person: Any) -> bool:
        return person.may_anywhere("assign")

    def compare(self, lines: Iterable[Line], *, person: Any, ground: Any) -> Iterator[Change]:
        met: set[str] = set()
        for chunk in chunks(lines):
            standing = _standing(person, [line["name"] for line in chunk])
            for line in chunk:
                yield _change(line, standing.get(line["name"]), met)
                met.add(line["name"])

    def apply(self, payloads: Sequence[Mapping[str, Any]], *, person: Any, ground: Any, reason: str) -> int:
        standing = _standing(person, [payload["name"] for payload in payloads])
        fresh = [payload for payload in payloads if _query(standing, payload) != payload["query"]]
        stale = {
            place: "somebody changed it meanwhile"
            for place, payload in enumerate(payloads)
            if _query(standing, payload) not in (payload["before"], payload["query"])
        }
        if stale:
            raise Refused(stale)
        made = [SavedView(person=person, name=p["name"], query=p["query"]) for p in fresh if p["name"] not in standing]
        kept = [standing[payload["name"]] for payload in fresh if payload["name"] in standing]
        queries = {payload["name"]: payload["query"] for payload in fresh}
        for view in kept:
            view.query = queries[view.name]
        SavedView.objects.bulk_create(made)
        SavedView.objects.bulk_update(kept, ["query"])
        return len(fresh)

    def rows(self, *, person: Any, ground: Any) -> Iterator[Mapping[str, Any]]:
        for view in SavedView.objects.filter(person=person):
            yield {"name": view.name, **dict(parse_qsl(view.query))}


class Rack(Shelf):
    """The same as a wide table: every unknown column is a view of its own, its cell the amount."""

    code, name, unfolds = "rack", "Rack", ("name", "amount")


def _standing(person: Any, names: Sequence[str]) -> dict[str, SavedView]:
    return {view.name: view for view in SavedView.objects.filter(person=person, name__in=names)}


def _query(standing: Mapping[str, SavedView], payload: Mapping[str, Any]) -> str | None:
    view = standing.get(payload["name"])
    return view.query if view else None


def _change(line: Line, standing: SavedView | None, met: set[str]) -> Change:
    told: dict[str, Any] = {"number": line.number, "subject": line["name"]}
    if line["name"] in met:
        return Change(state="refused", reasons=[("name", "the name stands twice in this file")], **told)
    if len(line["name"]) > 30:
        return Change(state="refused", reasons=[("name", "the name is too long")], **told)
    values = {column.code: line[column.code] for column in COLUMNS[1:] if line[column.code]}
    before = dict(parse_qsl(standing.query)) if standing else {}
    shown = [
        (str(column.name), before.get(column.code, ""), values.get(column.code, ""))
        for column in COLUMNS[1:]
        if before.get(column.code, "") != values.get(column.code, "")
    ]
    payload = {"name": line["name"], "query": urlencode(values), "before": standing.query if standing else None}
    state = "new" if standing is None else "changed" if shown else "unchanged"
    return Change(state=state, shown=shown, payload=payload, **told)


SHEETS = (Shelf(), Rack())
