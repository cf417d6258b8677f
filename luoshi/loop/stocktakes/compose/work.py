"""What was achieved: each workstream by light, what was finished, and what became of each directive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from luoshi.core.ledger.queries import tallies
from luoshi.core.matters.kinds import abandoned
from luoshi.core.matters.models import Light
from luoshi.core.plan.words import spoken_period
from luoshi.loop.meetings.models import Meeting
from luoshi.loop.meetings.queries import Outcome
from luoshi.loop.meetings.telling import became, held
from luoshi.loop.stocktakes.compose.ground import WHOLE, Counts, Ground, Told, linked_table, spoken, table
from luoshi.web.document_blocks import Note, Paragraph

LIGHTS = ("green", "yellow", "red", "grey")
QUOTED = 40  # characters of a directive
DIRECTIVES = 40


def work(ground: Ground) -> Iterator[Told]:
    """A sentence and a table of the workstreams."""
    lights, streams = _lights(ground), ground.counts
    counts = Counter({light: sum(row.get(light, 0) for row in lights.values()) for light in LIGHTS})
    words = {"day": spoken(ground.day), "period": spoken_period(ground.period), "total": sum(counts.values()), **counts}
    words["closed"] = sum(row.closed for row in streams.values())
    words["reached"] = sum(row.reached for row in streams.values())
    told = _(
        "As of %(day)s, %(total)s matters are on the work list: %(green)s on track, %(yellow)s to watch, %(red)s off "
        "track, %(grey)s without a report. Closed in the %(period)s: %(closed)s; open ones that have reached their "
        "goal: %(reached)s."
    )
    yield Told(Paragraph(told % words))
    rows = [_stream(ground, code, row, lights.get(code, {})) for code, row in streams.items()]
    if rows:
        yield linked_table(_head(), rows, (46, 17, 17, 17, 17, 19, 23))


def _head() -> tuple[str, ...]:
    lights = (capfirst(str(Light(light).label)) for light in LIGHTS)
    return _("Workstream"), *lights, _("Goal reached"), _("Closed in the period")


def _stream(ground: Ground, code: str, counts: Counts, lights: dict[str, int]) -> list[tuple[str, str]]:
    """A count leads to the work list of what it counts, nothing to nothing."""
    mine = {"workstream": code}
    cells = [(lights.get(light, 0), ground.to("worklist", **mine, light=light)) for light in LIGHTS]
    cells += [
        (counts.reached, ground.to("worklist", **mine)),
        (counts.closed, ground.to("worklist", **mine, state="closed")),
    ]
    return [(counts.name, ground.to("worklist", **mine)), *((str(n), way if n else "") for n, way in cells)]


def _lights(ground: Ground) -> dict[str, dict[str, int]]:
    """Workstream → light → open matters, from the tallies."""
    found: dict[str, dict[str, int]] = {}
    rows = tallies(ground.plan.pk, ground.shown.seq).order_by()
    for stream, light, n in rows.values_list("workstream__code", "light").annotate(n=Sum("count")):
        found.setdefault(stream, {})[light] = n
    return found


def directives(ground: Ground) -> Iterator[Told]:
    """Of each meeting: how many of its directives were fulfilled, and what became of each."""
    if not ground.meetings:
        yield Told(Paragraph(_("No meeting has been minuted.")))
        return
    for meeting, found in ground.meetings:
        yield Told(Paragraph(held(meeting)), ((meeting.title, ground.to("meeting", meeting.code)),))
        yield Told(Paragraph(_counted(found)))
        if found:
            yield _became(ground, meeting, found)
        if len(found) > DIRECTIVES:
            yield Told(Note(_("%(n)s more stand on the page of the meeting.") % {"n": len(found) - DIRECTIVES}))


def is_fulfilled(outcome: Outcome) -> bool:
    """Whether every matter that came of it was finished: closed, not given up, or with its goal reached."""
    return bool(outcome.matters) and all(
        row.stage not in abandoned() if row.closed_on else (row.completion or 0) >= WHOLE for row in outcome.matters
    )


def _counted(found: list[Outcome]) -> str:
    assigned = [outcome for outcome in found if outcome.state == "assigned"]
    done = sum(map(is_fulfilled, assigned))
    off = sum(any(row.light == "red" for row in outcome.matters) for outcome in assigned if not is_fulfilled(outcome))
    words = {
        "total": len(found), "done": done, "off": off, "under_way": len(assigned) - done - off,
        "open": sum(outcome.state == "open" for outcome in found),
    }  # fmt: skip
    return _(
        "%(total)s directives: %(done)s fulfilled, %(under_way)s under way, %(off)s off track, %(open)s not assigned."
    ) % words


def _became(ground: Ground, meeting: Meeting, found: list[Outcome]) -> Told:
    rows = [_directive(ground, meeting, outcome) for outcome in found[:DIRECTIVES]]
    head = (_("No."), _("What was asked"), _("What became of it"))
    return table(head, rows, (14, 66, 76), ("right", "left", "left"))


def _directive(ground: Ground, meeting: Meeting, outcome: Outcome) -> list[tuple[str, str]]:
    sentence = f"{ground.to('meeting', meeting.code)}#s{outcome.number}"
    way = ground.matter(outcome.matters[0].code) if outcome.matters else ""
    return [(str(outcome.number), sentence), (quoted(outcome.text), ""), (_state(ground, outcome), way)]


def quoted(text: str) -> str:
    """As much of a sentence as a table or another sentence holds."""
    return text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"


def _state(ground: Ground, outcome: Outcome) -> str:
    match outcome.state:
        case "dropped":
            return _("not put on the list: %(why)s") % {"why": outcome.why}
        case "vague":
            return _("nothing to be checked was asked")
        case "assigned" if outcome.matters:
            return became(outcome, ground.name)
    return _("not assigned yet")
