"""From the text of minutes to directives as facts hold them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

from luoshi.engine import minutes
from luoshi.engine.minutes.drafts import Draft
from luoshi.engine.minutes.source import Source
from luoshi.engine.minutes.terms import Terms
from luoshi.loop.meetings.models import Directive
from luoshi.loop.meetings.roll import Roll

Data = dict[str, Any]
EDGES = " \t\n\u3000，。；：、,.;:!！?？"
LONGEST = {"speaker": 80, "deadline": 80, "measure": 200}


def read(text: str, held_on: dt.date, roll: Roll) -> list[Data]:
    """The directives of a whole text, numbered from 1."""
    found = enumerate(minutes.read(text, held_on=held_on), start=1)
    return [_data(directive, number, 0, roll) for number, directive in found]


def part(text: str, start: int, end: int, *, number: int, of: Directive | None, held_on: dt.date, roll: Roll) -> Data:
    """One directive from the slice `start:end` of `text`: what stands in the slice, else what the
    directive `of` knew.
    """
    start, end = trimmed(text, start, end)
    said = _terms(text[start:end], held_on)
    # Closed like a sentence: words without a closing mark would be taken for a headline.
    for directive in minutes.read(f"{text[start:end]}。", held_on=held_on):
        said = replace(
            said,
            units=tuple(dict.fromkeys([*said.units, *directive.units])),
            lead_units=tuple(dict.fromkeys([*said.lead_units, *directive.lead_units])),
        )
    data = _data(said, number, 0, roll)
    return {**data, **_inherited(data, of, roll), "start": start, "end": end}


def _terms(words: str, held_on: dt.date) -> minutes.Directive:
    """Words that somebody says are one directive: by when, how much, whether it can be checked."""
    source = Source.of(words)
    return Terms(source, held_on, []).directive(Draft(0, len(source.plain)), None, ())


def joined(directives: list[Directive], *, number: int, roll: Roll) -> Data:
    """Several directives as one: its span reaches from the first to the last, its units are all of theirs."""
    first = directives[0]
    due = [d for d in directives if d.due]
    last = max(due, key=lambda d: d.due) if due else first  # type: ignore[arg-type, return-value]
    return {
        "number": number,
        "start": min(d.start for d in directives),
        "end": max(d.end for d in directives),
        "speaker": first.speaker,
        "units": _all(directives, "units"),
        "lead_units": _all(directives, "lead_units"),
        "matched_units": _matched(directives, "matched_units", roll),
        "matched_leads": _matched(directives, "matched_leads", roll),
        "deadline": last.deadline,
        "due": last.due.isoformat() if last.due else "",
        "measure": "；".join(dict.fromkeys(d.measure for d in directives if d.measure))[: LONGEST["measure"]],
        "vague": all(d.vague for d in directives),
    }


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The slice without blanks and marks at its ends."""
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def located(text: str, words: str) -> tuple[int, int] | None:
    """Where `words` stand in `text`, blanks and line ends apart; None where they do not."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    wanted = "".join(words.split())
    at = "".join(text[place] for place in places).find(wanted) if wanted else -1
    return (places[at], places[at + len(wanted) - 1] + 1) if at >= 0 else None


def _data(directive: minutes.Directive, number: int, shift: int, roll: Roll) -> Data:
    return {
        "number": number,
        "start": directive.start + shift,
        "end": directive.end + shift,
        "units": list(directive.units),
        "lead_units": list(directive.lead_units),
        "matched_units": roll.match(directive.units),
        "matched_leads": roll.match(directive.lead_units),
        "due": directive.due.isoformat() if directive.due else "",
        "vague": directive.vague,
        **{name: (getattr(directive, name) or "")[:most] for name, most in LONGEST.items()},
    }


def _inherited(data: Data, of: Directive | None, roll: Roll) -> Data:
    """What a part does not say itself, the whole said for it: the speaker and whom it addresses."""
    if of is None:
        return {}
    if data["units"] or data["lead_units"]:
        return {"speaker": of.speaker}
    return {
        "speaker": of.speaker,
        "units": json.loads(of.units),
        "lead_units": json.loads(of.lead_units),
        "matched_units": _matched([of], "matched_units", roll),
        "matched_leads": _matched([of], "matched_leads", roll),
    }


def _all(directives: list[Directive], name: str) -> list[str]:
    return list(dict.fromkeys(phrase for d in directives for phrase in json.loads(getattr(d, name))))


def _matched(directives: list[Directive], name: str, roll: Roll) -> list[dict[str, str]]:
    return [{"code": code, "name": roll.names([code]) or code} for code in _all(directives, name)]
