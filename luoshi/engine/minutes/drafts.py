"""From the clauses of one part to the directives in it, before anybody's name is put to them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from luoshi.engine.minutes import grammar, units
from luoshi.engine.minutes.units import Span

# 对甲市的整改工作，乙委要…: what stands before the subject belongs to the same directive.
BY_THEN = re.compile(r"^[于在][^，]{1,20}?(?:前|内|底(?!前))")
CHARGED = re.compile(r"负责(?!制(?![定订作])|人|同志)|牵头|抓紧|尽快|立即|会同|[于在][^，]{2,16}前")
FRONTED = re.compile("[对就从把将按以]")


@dataclass
class Draft:
    """A span of the text. `subject`: the units it addresses, () where its subject is a thing, None where it has none."""

    start: int
    end: int
    subject: tuple[Span, ...] | None = None
    is_modal: bool = True


class Drafting:
    """Walks the clauses once. `bare` allows imperatives without 要; `free` allows things, not only units, as subjects.

    `is_task`: a unit is made answerable for this part, so that whatever is not told is asked.
    """

    def __init__(
        self, shape: str, *, bare: bool, free: bool, is_task: bool, has_deadline: Callable[[str], bool]
    ) -> None:
        self.shape, self.bare, self.free, self.is_task, self.has_deadline = (
            shape,
            bare,
            free,
            is_task,
            has_deadline,
        )
        self.done: list[Draft] = []
        self.open: Draft | None = None
        self.lead: int | None = None
        self.topic: tuple[Span, ...] | None = None
        self.tells = self.told_list = self.lead_is_time = False

    def run(self, clauses: list[Span]) -> list[Draft]:
        for start, end in clauses:
            self._clause(start, end, self.shape[start:end])
        self._close()
        kept = [draft for draft in self.done if draft.is_modal or self._is_imperative(draft)]
        self.tells = self.tells or len(kept) < len(self.done)
        return kept

    def _clause(self, start: int, end: int, text: str) -> None:
        asked = grammar.modal(text)
        subject = self._subject(text, start, asked) if asked else None
        if self.open and self._announced(start):
            self.open, self.bare, self.tells = None, True, False
        if self.is_told(start):
            return
        if asked and (self.open is None or self._turns(text)) and self._may_ask(text, asked, subject):
            self._begin(self._from(start, subject, has_own=asked.start > 0), end, subject, is_modal=True)
        elif self.open:
            self._go_on(end, text)
        elif self.bare and not self.tells and not asked and (found := self._imperative(start, text)) is not None:
            self._begin(start, end, found or None, is_modal=False)
        else:
            self._set_aside(start, text)

    def is_told(self, start: int) -> bool:
        """After 有了新的体会： and the like everything is told."""
        self.told_list = self.told_list or (self.tells and self.shape[start - 1] == "：" and not self.open)
        return self.told_list

    def _turns(self, text: str) -> bool:
        assert self.open
        pairs = text.startswith("也要") and "既" in self.shape[self.open.start : self.open.end]
        return grammar.restarts(text) and not pairs

    def _announced(self, start: int) -> bool:
        assert self.open
        return self.shape[start - 1] == "：" and grammar.is_lead_in(self.shape[self.open.start : self.open.end])

    def _subject(self, text: str, start: int, asked: grammar.Modal) -> tuple[Span, ...] | None:
        if asked.asks:
            following = grammar.modal(text[asked.end :]) or None
            phrase_end = asked.end + following.start if following else _person_end(text, asked.end)
            return _at(start + asked.end, units.subject(text[asked.end : phrase_end])) or None
        before = text[: asked.start]
        a, b = units.subject_span(before)
        if a >= b:
            return self.topic
        return _at(start, units.subject(before))

    def _may_ask(self, text: str, asked: grammar.Modal, subject: tuple[Span, ...] | None) -> bool:
        if self.free or subject or asked.asks:
            return True
        return subject is None and not self.tells and asked.start <= 6

    def _from(self, start: int, subject: tuple[Span, ...] | None, *, has_own: bool) -> int:
        """Where a modal directive starts: at its time or topic; a topic is not that of one with its own subject."""
        if self.open and not self.open.is_modal:
            return self._instead_of_bare(start, subject)
        if self.lead is None or self.open or (has_own and not self.lead_is_time):
            return start
        return self.lead

    def _instead_of_bare(self, start: int, subject: tuple[Span, ...] | None) -> int:
        """加强甲，要乙: what went before was a topic after all. Before a unit of its own it was a directive."""
        assert self.open
        begun = self.open.start
        is_fronted = FRONTED.match(self.shape, begun)
        if is_fronted or not subject:
            self.open = None
        return begun if is_fronted else start

    def _begin(self, start: int, end: int, subject: tuple[Span, ...] | None, *, is_modal: bool) -> None:
        self._close()
        self.open = Draft(start, end, subject, is_modal)
        self.lead = self.topic = None
        self.tells = False

    def _go_on(self, end: int, text: str) -> None:
        assert self.open
        if self.open.is_modal and grammar.is_tail(text):
            self._close()
            self.tells = True
        else:
            self.open.end = end

    def _close(self) -> None:
        if self.open:
            self.done.append(self.open)
        self.open = None

    def _imperative(self, start: int, text: str) -> tuple[Span, ...] | None:
        """The units before a bare verb phrase, () where it begins with its verb, None where it is none."""
        if grammar.promises(text):
            return None
        if addressed := _addressed(text):
            return _at(start, units.subject(text[:addressed]))
        return () if self.is_task or grammar.is_bare(text) else None

    def _set_aside(self, start: int, text: str) -> None:
        """A clause before the asking one: its time or topic belongs to the directive, what it tells does not."""
        self.topic = None
        is_time = self.has_deadline(text)
        if grammar.describes(text, strict=True) or grammar.weighs(text):
            self.tells = True
            self.topic = _defined(start, text)
            self.lead = start if self.topic else None
        elif is_time or not (grammar.is_lead(text) or grammar.is_bare(text)):
            keeps = self.lead is not None and self.lead_is_time
            self.lead, self.lead_is_time = (self.lead, True) if keeps else (start, is_time)
            self.bare = self.bare and is_time
        else:
            self.lead = None
            self.bare = self.bare and not text.startswith(("为了", "为"))

    def _is_imperative(self, draft: Draft) -> bool:
        text = self.shape[draft.start : draft.end]
        return not (grammar.describes(text) or grammar.promises(text) or grammar.IS.search(text))


def _at(shift: int, spans: list[Span]) -> tuple[Span, ...]:
    return tuple((a + shift, b + shift) for a, b in spans)


def _person_end(text: str, start: int) -> int:
    """Where the units after 希望 or 请 end: before the first verb that follows them."""
    for end in range(start + 2, min(len(text), start + 24)):
        if units.is_unit(text[start:end]) and grammar.is_bare(BY_THEN.sub("", text[end : end + 80], count=1)):
            return end
    return start


def _addressed(text: str) -> int | None:
    """The length of a unit that stands as subject before a bare verb: 各地区各部门|结合实际…."""
    is_whole = units.WHOLE.match(text)
    for end in range(min(24, len(text) - 2), 1, -1):
        rest = BY_THEN.sub("", text[end : end + 80], count=1)
        if grammar.ADVERB_END.search(text[:end]) or not (is_whole or CHARGED.match(text, end)):
            continue
        if units.subject(text[:end]) and grammar.is_bare(rest) and "的" not in rest[:4]:
            return end
    return None


def _defined(start: int, text: str) -> tuple[Span, ...] | None:
    """The unit that 甲是… defines, for a 要 in the next clause."""
    subject, found, _ = text.partition("是")
    return _at(start, units.subject(subject)) or None if found else None
