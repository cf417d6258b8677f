"""Every fact the ledger knows, with the sentence that describes it. Timeline, bulletin and film read these alike.

Fields are what canonical JSON can hold: str, int, bool, None, lists and dicts of them; dates as ISO text. `subject` is
what the fact is about: a matter's code, a meeting's code, or the name of a thing.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from django.utils.translation import gettext_lazy as _

from luoshi.core.ledger.fact import Fact
from luoshi.core.matters.kinds import kinds
from luoshi.web.words import listed

NAMED = 6  # of many peers in one sentence


# Matters: lead_unit and supporting are {"code", "name"}; goals and values carry the text they were shown as.


class Registered(Fact):
    kind: str
    number: int
    title: str
    lead_unit: dict[str, str]
    supporting: list[dict[str, str]]
    responsible: str
    plan: int
    workstream: dict[str, str]
    weight: int
    start: str
    due: str
    stage: str
    parent: str
    origin: str
    rollup: str
    unit_label: str
    investment: int
    goals: list[dict[str, Any]]
    details: dict[str, Any]
    course: dict[str, Any] = field(default_factory=dict)
    sentence = _("Registered: %(title)s. Lead unit %(lead_unit)s, due %(due)s.")


class Amended(Fact):
    changes: dict[str, Any]
    reason: str
    sentence = _("Amended: %(changes)s. Reason: %(reason)s")


class Rebaselined(Fact):
    measure: str
    year: int
    value: int
    path: list[int]
    shown: str
    reason: str
    sentence = _("Goal for %(year)s set to %(shown)s. Reason: %(reason)s")


class Reported(Fact):
    period: str
    values: list[dict[str, Any]]
    note: str
    evidence: list[dict[str, Any]]
    token: str
    late: bool
    confidence: int | None = None
    sentence = _("Reported for %(period)s: %(values)s. %(note)s")


class Verified(Fact):
    report: int
    period: str
    values: list[dict[str, Any]]
    grade: str
    sentence = _("Verified for %(period)s: %(values)s, evidence grade %(grade)s.")


class Returned(Fact):
    report: int
    period: str
    reason: str
    sentence = _("Returned the report for %(period)s: %(reason)s")


class Moved(Fact):
    kind: str
    before: str
    stage: str
    on: str
    closing: bool
    reason: str
    sentence = _("Moved from %(before)s to %(stage)s on %(on)s. %(reason)s")

    def told(self) -> dict[str, Any]:
        kind = kinds()[self.kind]
        return {**self.data(), "before": kind.stage(self.before).name, "stage": kind.stage(self.stage).name}


# The calendar and the rules


class Relit(Fact):
    today: str
    year_turned: bool
    sentence = _("Lights computed for %(today)s.")


class PeriodClosed(Fact):
    plan: int
    period: str
    sentence = _("Closed the period %(period)s to reports.")


class Adopted(Fact):
    plan: int
    name: str
    version: str
    values: dict[str, Any]
    sentence = _("Adopted version %(version)s of the rules “%(name)s”.")


# The organisation


class Established(Fact):
    name: str
    kind: str
    parent: str
    aliases: list[str]
    sentence = _("Established the unit %(name)s, also called %(aliases)s.")


class Renamed(Fact):
    before: str
    name: str
    aliases: list[str]
    sentence = _("Named the unit %(name)s, also called %(aliases)s; before %(before)s.")


class Admitted(Fact):
    name: str
    sentence = _("Gave %(name)s a login: %(subject)s.")


class Appointed(Fact):
    name: str
    unit: dict[str, str]
    title: str
    role: str
    sentence = _("Appointed %(name)s: %(unit)s, %(title)s.")


class Relieved(Fact):
    name: str
    unit: dict[str, str]
    title: str
    sentence = _("Relieved %(name)s of the post %(title)s, %(unit)s.")


# Meetings: subject is the meeting's code; directives are numbered within a meeting and keep their number. A directive
# is held without its text, which is the slice start:end of the minutes; units that were matched are {"code", "name"}.


class Convened(Fact):
    """`held_at` is local time; agenda: kind, title, speaker; attendance: name, unit, post, present."""

    title: str
    held_at: str
    place: str
    chair: str
    unit: dict[str, str]
    agenda: list[dict[str, Any]]
    attendance: list[dict[str, Any]]
    sentence = _("Convened: %(title)s, %(held)s.")

    def told(self) -> dict[str, Any]:
        held = self.held_at.replace("T", " ")
        if self.place:
            held = _("%(held)s, %(place)s") % {"held": held, "place": self.place}
        if self.chair:
            held = _("%(held)s, chaired by %(chair)s") % {"held": held, "chair": self.chair}
        return {**self.data(), "held": held}


class Minuted(Fact):
    """`source` is `paste` or a file's name."""

    text: str
    source: str
    digest: str
    directives: list[dict[str, Any]]
    characters: int
    found: int
    sentence = _("Minutes taken from %(source)s: %(characters)s characters, %(found)s directives read.")

    def told(self) -> dict[str, Any]:
        source = _("pasted text") if self.source == "paste" else self.source
        return {**self.data(), "source": source, "characters": f"{self.characters:,}"}


class Marked(Fact):
    number: int
    directive: dict[str, Any]
    sentence = _("Marked a sentence of the minutes as directive %(number)s.")


class Corrected(Fact):
    """`changes` maps what was corrected to {"value", "shown"}."""

    number: int
    changes: dict[str, Any]
    sentence = _("Corrected directive %(number)s: %(changes)s.")


class Split(Fact):
    number: int
    into: list[dict[str, Any]]
    numbers: list[int] = field(default_factory=list)
    sentence = _("Split directive %(number)s into %(numbers)s.")


class Merged(Fact):
    numbers: list[int]
    into: dict[str, Any]
    sentence = _("Merged directives %(numbers)s into %(into)s.")

    def told(self) -> dict[str, Any]:
        return {**self.data(), "into": self.into["number"]}


class Dropped(Fact):
    number: int
    reason: str
    sentence = _("Dropped directive %(number)s: %(reason)s")


class Restored(Fact):
    number: int
    sentence = _("Put directive %(number)s back.")


class Assigned(Fact):
    number: int
    matters: list[str]
    units: list[str]
    sentence = _("Assigned directive %(number)s to %(units)s as %(matters)s.")


# Key targets: subject is the indicator's name, which is its key for ever; figures are stored integers of its unit.


class Defined(Fact):
    """An indicator: what is counted, how its figure runs, who answers for it, when it is published."""

    plan: int
    number: int
    unit_label: str
    nature: str
    direction: str
    sums: bool
    source: str
    lead_unit: dict[str, str]
    cadence: str
    due_days: int
    reason: str
    sentence = _("Defined the indicator %(subject)s, counted in %(unit_label)s. %(reason)s")


class Cascaded(Fact):
    """Rows of a cascade that were set or taken out: holder, name, level, superior, assigned, own, base, place."""

    plan: int
    year: int
    rows: list[dict[str, Any]]
    removed: list[dict[str, str]]
    reason: str
    sentence = _("Cascaded %(subject)s for %(year)s: %(rows)s. %(reason)s")

    def told(self) -> dict[str, Any]:
        return {**self.data(), "rows": [{"name": row["name"]} for row in (*self.rows, *self.removed)]}


class Compared(Fact):
    """Published figures of peers for one period: peer, group, value, growth, goal; None where none was published."""

    plan: int
    period: str
    rows: list[dict[str, Any]]
    source: str
    reason: str = ""
    sentence = _("Figures of %(peers)s for %(period)s taken from %(source)s. %(reason)s")

    def told(self) -> dict[str, Any]:
        names = [row["peer"] for row in self.rows]
        peers = listed(names[:NAMED])
        if len(names) > NAMED:
            peers = _("%(names)s and %(count)s more") % {"names": peers, "count": len(names) - NAMED}
        return {**self.data(), "peers": peers}


# Assessment and publication


class Frozen(Fact):
    plan: int
    period: str
    head: int
    head_hash: str
    rubric: str
    standing: list[dict[str, Any]]
    sentence = _("Published the ranking for %(period)s, computed from entry %(head)s.")

    def told(self) -> dict[str, Any]:
        return {**self.data(), "head": f"{self.head:,}"}


class Foreseen(Fact):
    """Forecasts made once a month was closed, `part` of `parts`. Rows: matter, what ("year_end" or "finish"), records
    and, where these were enough, p10, p50, p90 and naive as stored integers of year and goal (`less`: a limit), or
    p50_on, p80_on and naive_on as ISO days of due; chance in basis points, grounds. What is not known is left out.
    """

    plan: int
    period: str
    head: int
    head_hash: str
    part: int
    parts: int
    forecasts: list[dict[str, Any]]
    sentence = _("Kept %(count)s forecasts after %(period)s, computed from entry %(head)s.")

    def told(self) -> dict[str, Any]:
        return {**self.data(), "count": len(self.forecasts), "head": f"{self.head:,}"}


class Issued(Fact):
    plan: int
    period: str
    number: str
    head: int
    head_hash: str
    digest: str
    language: str
    sentence = _("Issued bulletin %(number)s for %(period)s, computed from entry %(head)s.")

    def told(self) -> dict[str, Any]:
        return {**self.data(), "head": f"{self.head:,}"}


# Stocktakes: subject is the stocktake's code


class Stocktaken(Fact):
    """A stocktake was composed, or computed again: from entry `head`."""

    plan: int
    period: str
    head: int
    head_hash: str
    sentence = _("Took stock of %(period)s, computed from entry %(head)s.")

    def told(self) -> dict[str, Any]:
        return {**self.data(), "head": f"{self.head:,}"}


class Worded(Fact):
    """What people say in a stocktake at the place `block`; an empty text leaves the place empty."""

    plan: int
    block: str
    text: str
    sentence = _("Wrote in the stocktake %(subject)s: %(text)s")

    def told(self) -> dict[str, Any]:
        return {**self.data(), "text": self.text or _("nothing; what stood there is left out")}


class Concluded(Fact):
    """A stocktake was published as it stood: with a document number or none."""

    plan: int
    period: str
    number: str
    head: int
    head_hash: str
    digest: str
    language: str
    sentence = _("Published the stocktake %(named)s for %(period)s, computed from entry %(head)s.")

    def told(self) -> dict[str, Any]:
        return {**self.data(), "named": self.number or self.subject, "head": f"{self.head:,}"}


FACTS: dict[str, type[Fact]] = {fact.__name__: fact for fact in Fact.__subclasses__()}
