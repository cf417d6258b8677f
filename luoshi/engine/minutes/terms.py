"""The terms of a directive: who, by when, how much, and whether any of it can be checked."""

from bisect import bisect_right
from datetime import date

from luoshi.engine.minutes import deadlines, doers, measures
from luoshi.engine.minutes.assignments import Assignment
from luoshi.engine.minutes.directive import Directive
from luoshi.engine.minutes.drafts import Draft
from luoshi.engine.minutes.source import Source
from luoshi.engine.minutes.units import Span
from luoshi.engine.minutes.vagueness import is_vague


class Terms:
    def __init__(self, source: Source, held_on: date, assigned: list[Assignment]) -> None:
        self.source, self.held_on, self.assigned = source, held_on, assigned
        self.ends = [one.start for one in assigned]

    def assignment_of(self, position: int) -> Assignment | None:
        """The assignment that the text at `position` falls under."""
        number = bisect_right(self.ends, position)
        if number < len(self.assigned) and self.assigned[number].since <= position:
            return self.assigned[number]
        return None

    def has_deadline(self, text: str) -> bool:
        return deadlines.find(text, self.held_on) is not None

    def directive(
        self,
        draft: Draft,
        speaker: str | None,
        inherited: tuple[Span, ...],
        governing: deadlines.Deadline | None = None,
    ) -> Directive:
        """`inherited` units and the `governing` deadline come from what announced this draft."""
        start, end = draft.start, draft.end
        plain = self.source.plain[start:end]
        addressed, leads = self._units(draft, plain, inherited)
        deadline = self._deadline(start, plain) or governing
        measure = measures.find(plain)
        first, last = self.source.span(start, end)
        return Directive(
            start=first,
            end=last,
            text=self.source.text[first:last],
            speaker=speaker,
            units=self._written(addressed),
            lead_units=self._written(leads),
            deadline=self.source.written(deadline.start, deadline.end) if deadline else None,
            due=deadline.due if deadline else None,
            measure=self.source.written(start + measure[0], start + measure[1]) if measure else None,
            vague=is_vague(plain, has_deadline=bool(deadline), has_measure=bool(measure)),
        )

    def _units(self, draft: Draft, plain: str, inherited: tuple[Span, ...]) -> tuple[list[Span], list[Span]]:
        if one := self.assignment_of(draft.start):
            return list(one.units), list(one.leads)
        named, leads = doers.named_within(plain)
        shift = draft.start
        own = [(a + shift, b + shift) for a, b in named]
        return list(dict.fromkeys([*inherited, *own])), [(a + shift, b + shift) for a, b in leads]

    def _deadline(self, start: int, plain: str) -> deadlines.Deadline | None:
        one = self.assignment_of(start)
        if one and one.deadline:
            return one.deadline
        found = deadlines.find(plain, self.held_on)
        return found and deadlines.Deadline(found.start + start, found.end + start, found.due)

    def strict_deadline(self, draft: Draft) -> deadlines.Deadline | None:
        """The deadline that a list's announcement sets to its items: one that says 前 or 内, not 下半年."""
        found = self._deadline(draft.start, self.source.plain[draft.start : draft.end])
        return found if found and self.source.plain[found.start : found.end].endswith(("前", "内")) else None

    def _written(self, spans: list[Span]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.source.written(*span) for span in spans))
