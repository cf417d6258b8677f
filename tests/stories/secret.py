"""A matter of one unit with everything that hangs on it, none of which concerns another unit; and every address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver, reverse

from luoshi.core.ledger.queries import book_of, reports_of
from luoshi.kinds.target import actions as indicators
from luoshi.kinds.target.actions import Definition, Row
from tests.stories.desk import Desk, later, report, verify

BERTHS = "泊位投资额"
TITLE, NOTE, SENTENCE = "深水泊位扩容攻坚", "泊位桩基完成三成", "临港产业园要在年底前完成深水泊位桩基。"
MEETING, MEETING_TITLE = "berth-26", "泊位专题会议"
STOCKTAKE = "2026Q1-1"


@dataclass(frozen=True)
class Secret:
    """Values for the arguments of addresses, and every word or figure by which the matter could be known."""

    code: str
    made: int
    evidence: int
    post: int
    upload: int
    traces: tuple[str, ...]

    def arguments(self, name: str) -> dict[str, Any]:
        """What the address called `name` takes, as this matter, its meeting and its unit have it."""
        about_units = {"unit", "units_beneath", "name", "posts", "people", "relief", "password"}
        code = self.code
        if name.startswith(("meeting", "minutes", "assignment", "merger", "directive")):
            code = MEETING
        elif name.removeprefix("unit_") in about_units:
            code = "lingang"
        elif name.startswith("bulletin"):
            code = "2026-01"
        elif name.startswith("stocktake"):
            code = STOCKTAKE
        elif name.startswith("sheet"):
            code = "readings"
        pk = self.evidence if name == "evidence" else self.upload if name.startswith("upload") else self.post
        file = f"{self.code}.pdf" if name == "evidence" else "lights"
        return {
            "code": code,
            "made": self.made,
            "pk": pk,
            "name": file,
            "number": 1,
            "year": 2026,
            "seq": self.made,
            "period": "2026-03",
            "unit": "lingang",
            "key": "k",
            "place": "opening",
            "uidb36": "u",
        }

    def address(self, name: str, **other: Any) -> str:
        values = {**self.arguments(name), **other}
        return reverse(name, kwargs={key: values[key] for key in parameters()[name]})


def parameters() -> dict[str, list[str]]:
    """Every address of the house by name, with the names of its arguments."""
    found: dict[str, list[str]] = {}
    for name, arguments in _walk(get_resolver().url_patterns):
        assert name not in found, f"two addresses are called {name}"
        found[name] = arguments
    return found


def _walk(patterns: Any) -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns)
        else:
            yield pattern.name, list(pattern.pattern.regex.groupindex)


def keep(world: Any) -> Secret:
    """The supervisor and the reporter do everything that can be done with a matter of 临港产业园."""
    supervisor, reporter = Desk(world.supervisor), Desk(world.reporter)
    said = {"goal": 3971 * 10**8, "unit_label": "亿元", "responsible": "石敢当"}
    found = world.register("target", TITLE, "lingang", details={"indicator": BERTHS, "source": ""}, **said)
    report(reporter, found.code, "13.37", period="2026-03", note=NOTE)
    verify(supervisor, found.code)
    report(reporter, found.code, "17.73", note=NOTE)
    waiting = reports_of(found.pk).first()
    _cascade(world)
    _hold_meeting(world, supervisor)
    stocktake = supervisor.post("/stocktakes/", period="2026Q1")
    supervisor.post(f"{stocktake.url}words/opening/", text=SENTENCE, seen="0")
    figures, words = ("13.37", "17.73", "39.71"), (NOTE, "石敢当", SENTENCE[6:], MEETING, MEETING_TITLE)
    traces = (TITLE, BERTHS, found.code, *figures, *words)
    post = world.reporter.posts_held[0].pk
    return Secret(found.code, waiting.made, waiting.evidence.get().pk, post, _upload(supervisor), traces)


def _cascade(world: Any) -> None:
    """The unit's share of an indicator that everybody may read."""
    if not indicators.indicator_named(world.plan, "公开指标"):
        define(world)
    region, unit = world.region.code, {"holder": "lingang", "name": "临港产业园", "level": "unit"}
    rows = [
        Row(holder=region, name=world.region.name, level="district", assigned=1773 * 10**7),
        Row(superior=region, assigned=1337 * 10**7, base=3971 * 10**7, **unit),
    ]
    indicators.cascade(world.plan, "公开指标", 2026, rows, by=world.supervisor, reason="分解")


def _upload(desk: Desk) -> int:
    """The supervisor brings a table that speaks of the matter and leaves it at its preview."""
    table = f"对标单位\t指标\t时期\t数值\t来源\n{TITLE}\t{BERTHS}\t2026-03\t13.37\tx"
    page = desk.send(desk.see("/sheets/neighbours/"), text=table)
    return int(page.url.split("/uploads/")[1].split("/")[0])


def define(world: Any) -> None:
    """The first indicator, which everybody may read: targets that count it are another thing."""
    with_unit = Definition(name="公开指标", unit_label="亿元", lead_unit=world.units["lingang"])
    indicators.define(world.plan, with_unit, by=world.supervisor)


def _hold_meeting(world: Any, desk: Desk) -> None:
    later()
    page = desk.send(desk.see("/meetings/new/"), title=MEETING_TITLE, code=MEETING, held_at="2026-04-03T09:00")
    page = desk.send(page, text=f"周怀瑾强调，{SENTENCE}")
    sheet = desk.post(f"{page.url}assignment/", choose="1", d="1")
    stream = str(world.workstreams["xiangmu"].pk)
    typed = {"lead_unit": "临港产业园", "workstream": stream, "due": "2026-12-31", "title": TITLE}
    typed["completion_mark"] = "桩基验收"
    done = desk.send(sheet, "/assignment/", **{f"d1-{name}": value for name, value in typed.items()})
    assert done.problems == []


def written(world: Any) -> int:
    """How many entries the book has."""
    return book_of(world.region.pk).head


def timeless(text: str) -> str:
    """The words of a page without the moment they speak of, which moves with every entry of anybody."""
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d|\bentry [\d,]+|\bhash [0-9a-f]+", "", text)


def listed(text: str) -> list[str]:
    return text.split()
