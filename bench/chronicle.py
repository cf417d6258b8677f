"""A book written in bulk: the chain, states and tallies that `record` would leave, poured out of memory.

What the ledger reads back from its tables at each entry is remembered here, so that a hundred thousand matters
live through a year in minutes. `bin/luoshi ledger rebuild --check` finds no difference.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from bench.pour import Spout
from luoshi.core.ledger.figures import Figure
from luoshi.core.ledger.history import TRACKED, Cell, cell
from luoshi.core.ledger.judgement import JUDGED, counted, goal_year, judge, take_figures, take_goal
from luoshi.core.ledger.models import Book, Entry, Tally
from luoshi.core.matters.models import Matter, MatterState, Rollup
from luoshi.engine import progress
from luoshi.engine.chain import link
from luoshi.engine.lights import Thresholds

SHARES = {Rollup.WEIGHT: "weight", Rollup.INVESTMENT: "investment"}
# What a column holds that nobody fills
DEFAULTS = {field.attname: field.get_default() for field in Matter._meta.concrete_fields if field.has_default()}
STEP = dt.timedelta(milliseconds=7)
HERE = dt.timezone(dt.timedelta(hours=8))
# As engine.chain.canonical, without its look for what JSON could not hold.
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Life:
    """A matter's columns, and what was last kept of it; a tenth of a model instance's size."""

    __slots__ = (
        *TRACKED,
        "children",
        "entry",
        "figures",
        "goals",
        "kept",
        "made",
        "number",
        "opened",
        "parent",
        "pk",
        "was",
    )

    def __init__(self, pk: int, **columns: Any) -> None:
        for name in TRACKED:
            setattr(self, name, columns.get(name, DEFAULTS.get(name)))
        for name in ("responsible", "origin", "value_period", "grade", "pending_period", "reported_period"):
            setattr(self, name, columns.get(name, ""))
        self.pk, self.number, self.parent = pk, columns["number"], columns["parent"]
        self.weight, self.investment, self.light = columns["weight"], columns["investment"], ""
        self.children: list[Life] = []
        self.figures: dict[str, Figure] = {}  # by period
        self.goals: dict[tuple[str, int], tuple[int, str]] = {}
        self.was: Cell | None = None
        self.kept: tuple[Any, ...] | None = None

    def judged(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in JUDGED)


class Chronicle:
    """The end of one book, from which it is written on."""

    def __init__(self, book: Book) -> None:
        self.book, self.seq, self.hash, self.at = book, book.head, book.head_hash, book.head_at
        self.tallies: dict[Cell, tuple[int, int]] = {}
        self.entries = Spout(Entry, "book_id seq at by fact subject text hash")
        self.states = Spout(MatterState, " ".join(("matter_id parent_code made superseded", *TRACKED)))
        self.counts = Spout(Tally, "plan_id unit_id workstream_id kind light count made superseded")
        self.matters = Spout(Matter, " ".join(("id number parent_id opened entry", *TRACKED)))
        self.spouts = [self.matters, self.entries, self.states, self.counts]

    def turn_to(self, day: dt.date, hour: int) -> None:
        """From here on entries are written from that hour onwards."""
        self.at = max(self.at, dt.datetime.combine(day, dt.time(hour), tzinfo=HERE))

    @property
    def day(self) -> dt.date:
        return self.at.astimezone(HERE).date()

    def write(self, fact: str, data: dict[str, Any], by: str = "system", name: str = "") -> int:
        """Link one entry; its number."""
        self.seq, self.at = self.seq + 1, self.at + STEP
        at = self.at.astimezone(dt.UTC).isoformat()
        text = CANONICAL({"at": at, "by": by, "by_name": name, "data": data, "fact": fact, "seq": self.seq})
        self.hash = link(self.hash, text, self.book.algorithm)
        self.entries.add(self.book.pk, self.seq, self.at, by, fact, data["subject"], text, self.hash)
        return self.seq

    def settle(self, life: Life) -> None:
        """As `settling.settle`: judge, keep state and tally, then those above whose numbers follow."""
        was = counted(life) if life.kept else ()  # type: ignore[arg-type]
        take_goal(life, goal_year(life, self.day), life.goals)  # type: ignore[arg-type]
        take_figures(life, life.figures.values())  # type: ignore[arg-type]
        own = life.rollup == Rollup.OWN
        life.completion = progress.completion(life.value, life.goal) if own else self.of_children(life)
        judge(life, self.day, Thresholds())  # type: ignore[arg-type]
        self.keep(life)
        if life.parent and counted(life) != was:  # type: ignore[arg-type]
            self.settle(life.parent)

    def of_children(self, life: Life) -> int | None:
        share = SHARES.get(Rollup(life.rollup))
        return progress.weighted([(getattr(c, share) if share else 1, c.completion or 0) for c in life.children])

    def keep(self, life: Life) -> None:
        """End the state in force and begin another; move the matter from one tally to another."""
        self.end(life, self.seq)
        life.entry = self.seq
        life.kept, life.made = tuple(getattr(life, name) for name in TRACKED), self.seq
        now = cell(life)  # type: ignore[arg-type]
        if now != life.was:
            self.shift(life.was, -1)
            self.shift(now, 1)
        life.was = now

    def end(self, life: Life, by: int | None) -> None:
        if life.kept:
            parent = life.parent.code if life.parent else ""
            self.states.add(life.pk, parent, life.made, by, *life.kept)

    def shift(self, where: Cell | None, change: int) -> None:
        if where is None:
            return
        count, made = self.tallies.get(where, (0, 0))
        if made and made != self.seq:
            self.counts.add(*where, count, made, self.seq)
        self.tallies[where] = (count + change, self.seq)

    def relight(self, lives: list[Life]) -> None:
        """As `projection.relight`: every open matter, children first."""
        today = self.day
        self.write("Relit", {"subject": self.book.region.code, "today": today.isoformat(), "year_turned": False})
        for life in reversed(lives):
            if life.closed_on is None:
                before = life.judged()
                judge(life, today, Thresholds())  # type: ignore[arg-type]
                if life.judged() != before:
                    self.keep(life)

    def finish(self, lives: list[Life]) -> None:
        """Write what is in force, and the book's head."""
        for life in lives:
            self.end(life, None)
            parent = life.parent.pk if life.parent else None
            self.matters.add(
                life.pk,
                life.number,
                parent,
                life.opened,
                life.entry,
                *(getattr(life, name) for name in TRACKED),
            )
        for where, (count, made) in self.tallies.items():
            self.counts.add(*where, count, made, None)
        Book.objects.filter(pk=self.book.pk).update(head=self.seq, head_hash=self.hash, head_at=self.at)
