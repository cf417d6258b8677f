"""What could be proposed for the half year ahead: who, how much, by when. People accept, reword or drop each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from luoshi.core.matters.models import Direction
from luoshi.core.matters.reasons import brief
from luoshi.kinds.target.situation import ShortBoard
from luoshi.loop.meetings.models import Meeting
from luoshi.loop.meetings.queries import Outcome
from luoshi.loop.stocktakes.compose.boards import owner, pieces
from luoshi.loop.stocktakes.compose.ground import Candidate, Ground, amount, spoken
from luoshi.loop.stocktakes.compose.outlook import doubts
from luoshi.loop.stocktakes.compose.work import is_fulfilled, quoted
from luoshi.web.words import listed

BOARDS, DIRECTIVES, MATTERS = 5, 10, 5
NAMED = 3  # units that a proposal names


def candidates(ground: Ground) -> Iterator[Candidate]:
    """From the short boards, from directives that were not fulfilled, from what is likely to miss."""
    told: set[str] = set()
    for board in ground.situation.short_boards[:BOARDS]:
        if board.standing.gap is not None and board.standing.gap < 0:
            told.add(board.standing.aim.matter.code)
            yield _of_board(ground, board)
    open_ones = [(meeting, one) for meeting, found in ground.meetings for one in found if _is_left(one)]
    for meeting, outcome in open_ones[:DIRECTIVES]:
        told |= {row.code for row in outcome.matters}
        yield _of_directive(ground, meeting, outcome)
    doubtful = {doubt.matter.code: doubt.matter for doubt in doubts(ground)}
    left = doubtful | {state.code: state for state in ground.at_risk if state.code not in doubtful}
    for state in [state for code, state in left.items() if code not in told][:MATTERS]:
        words = {
            "unit": ground.name(state.lead_unit), "code": state.code, "title": state.title,
            "why": brief(state, ground.day), "day": spoken(_by(ground, state.due)),
        }  # fmt: skip
        text = _("%(unit)s brings %(code)s %(title)s back on track by %(day)s (%(why)s).") % words
        yield Candidate(f"proposal-matter-{state.code}", text, ground.matter(state.code))


def _is_left(outcome: Outcome) -> bool:
    return outcome.state == "open" or (outcome.state == "assigned" and not is_fulfilled(outcome))


def _by(ground: Ground, due: dt.date | None) -> dt.date:
    """Its own day, where that is still to come within the half year; else that half year's end."""
    return due if due and ground.day < due <= ground.ahead.end else ground.ahead.end


def _of_board(ground: Ground, board: ShortBoard) -> Candidate:
    one, matter = board.standing, board.standing.aim.matter
    found = pieces(ground, board.contributions) if board.contributions and board.contributions.of != "lead" else []
    short = [f"{name} {amount(gap, one.label)}" for name, gap in found if gap < 0][:NAMED]
    words = {
        "owner": owner(ground, board), "gap": amount(one.gap or 0, one.label), "title": matter.title,
        "day": spoken(_by(ground, matter.due)), "parts": listed(short),
    }  # fmt: skip
    text = _("%(owner)s makes up the %(gap)s that %(title)s is short, by %(day)s.") % words
    if one.direction == Direction.LESS:
        text = _("%(owner)s brings %(title)s down by %(gap)s, by %(day)s.") % words
    elif short:
        text = _("%(owner)s makes up the %(gap)s that %(title)s is short, by %(day)s; of these %(parts)s.") % words
    return Candidate(f"proposal-board-{matter.code}", text, ground.matter(matter.code))


def _of_directive(ground: Ground, meeting: Meeting, outcome: Outcome) -> Candidate:
    units = dict.fromkeys(ground.name(row.lead_unit) for row in outcome.matters)
    words = {
        "unit": listed(units), "number": outcome.number, "meeting": meeting.title,
        "text": quoted(outcome.text).replace("“", "‘").replace("”", "’"),
        "day": spoken(_by(ground, outcome.due)),
    }  # fmt: skip
    text = _("Directive %(number)s of the %(meeting)s, “%(text)s”, is assigned to a unit by %(day)s.") % words
    if units:
        text = _("%(unit)s fulfils directive %(number)s of the %(meeting)s, “%(text)s”, by %(day)s.") % words
    way = f"{ground.to('meeting', meeting.code)}#s{outcome.number}"
    return Candidate(f"proposal-directive-{meeting.code}-{outcome.number}", text, way)
