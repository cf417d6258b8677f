"""From the clauses of one part to the directives in it, before anybody's name is put to them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from luoshi.engine.minutes import doers, grammar, layout, units
from luoshi.engine.minutes.units import Span

# 对甲市的整改工作，乙委要…: what stands before the subject belongs to the same directive.
FRONTED = re.compile("[对就从把将按以]")
# 由甲牵头: as long as only this was said, what follows is what is asked.
ONLY_NAMES = re.compile(r"(?:牵头|负责|配合|协助|参与)$")


@dataclass
class Draft:
    """A span of the text. `subject`: the units it addresses, () where its subject is a thing, None where it has none."""

    start: int
    end: int
    subject: tuple[Span, ...] | None = None
    is_modal: bool = True


@dataclass(frozen=True)
class Mood:
    """How the words of a part are meant. `bare`: imperatives may stand without 要. `free`: things, not only units, may be asked.

    `orders`: after 要求 or 议定. `urges`: after a first 要 too, where a body's name before a verb is an order; before, it may
    be praise. `is_task`: a unit is made answerable, so that whatever is not told is asked. `is_whole`: the part is a sentence.
    """

    bare: bool
    free: bool
    orders: bool = False
    urges: bool = False
    is_task: bool = False
    is_whole: bool = False


class Drafting:
    """Walks the clauses of a part once."""

    def __init__(self, shape: str, mood: Mood, has_deadline: Callable[[str], bool]) -> None:
        self.shape, self.mood, self.bare, self.has_deadline = shape, mood, mood.bare, has_deadline
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
        return [piece for draft in kept for piece in self._pieces(draft)]

    def _pieces(self, draft: Draft) -> list[Draft]:
        """加强值守，抢修道路，储备物资: bare imperatives side by side, each about its own work, are as many directives.

        Not so where ； or numbers part the sentence already: commas within an item are of a lower order.
        """
        if draft.is_modal or draft.subject or not self.mood.is_whole:
            return [draft]
        spans = layout.clauses(self.shape, draft.start, draft.end)
        if not grammar.are_side_by_side([self.shape[a:b] for a, b in spans]):
            return [draft]
        return [Draft(a, b, draft.subject, is_modal=False) for a, b in spans]

    def _clause(self, start: int, end: int, text: str) -> None:
        asked = grammar.modal(text) or self._charge(text)
        subject = self._subject(text, start, asked) if asked else None
        if self.open and self._announced(start):
            self.open, self.bare, self.tells = None, True, False
        if self.is_told(start):
            return
        if asked and (self.open is None or self._turns(text)) and self._may_ask(text, asked, subject):
            self._begin(self._from(start, subject, has_own=asked.start > 0), end, subject, is_modal=True)
        elif self.open and not self._hands_over(text):
            self._go_on(end, text)
        elif not asked and (found := self._imperative(start, text)) is not None:
            self._begin(self._from_topic(start, found), end, found or None, is_modal=False)
        else:
            self._set_aside(start, text)

    def _charge(self, text: str) -> grammar.Modal | None:
        charged = self.mood.free and doers.charge(text, is_open=self.open is not None, decides=self.mood.urges)
        return grammar.Modal(0, 0, False) if charged else None

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
        if charged := [] if asked.end else doers.charge(text):
            return _at(start, charged)
        before = text[: asked.start]
        a, b = units.subject_span(before)
        if a >= b:
            return self.topic
        return _at(start, units.subject(before))

    def _may_ask(self, text: str, asked: grammar.Modal, subject: tuple[Span, ...] | None) -> bool:
        if self.mood.free or subject or asked.asks:
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
        elif not self.open.is_modal and self.shape[end : end + 1] == "：" and grammar.describes(text):
            self.open, self.tells = None, True
        else:
            self.open.end = end

    def _close(self) -> None:
        if self.open:
            self.done.append(self.open)
        self.open = None

    def _imperative(self, start: int, text: str) -> tuple[Span, ...] | None:
        """The units before a bare verb phrase, () where it begins with its verb, None where it is none."""
        if grammar.promises(text) or not (self.bare or self.mood.free):
            return None
        opened = doers.opening(text)
        if opened and self._is_ordered(opened, text):
            return _at(start, list(opened.units))
        if not self.bare or self.tells or (opened and not grammar.opens_with_verb(text)):
            return None
        return () if self.mood.is_task or grammar.is_bare(text) or doers.is_timed_verb(text) else None

    def _is_ordered(self, opened: doers.Opening, text: str) -> bool:
        """甲局9月底前完成…, 甲局会同乙局…, 各地立即…; of a mere 甲局加强…, only after a verb that orders."""
        if opened.is_timed and opened.are_bodies(text) and self.mood.free:
            return True
        if not self.bare or self.tells:
            return False
        is_body = opened.are_bodies(text)
        return bool(units.WHOLE.match(text)) or opened.is_timed or opened.is_charged or (self.mood.urges and is_body)

    def _hands_over(self, text: str) -> bool:
        """甲局要修复堤防，乙局8月底前拨付资金: another body's work. 乙局配合 is part of the first."""
        assert self.open
        opened = doers.opening(text)
        is_general = bool(units.WHOLE.match(text))
        is_other = opened and (opened.is_timed if is_general else opened.are_bodies(text))
        if not opened or not is_other or doers.assists(text):
            return False
        if ONLY_NAMES.search(self.shape[self.open.start : self.open.end]):
            return False
        return self.mood.free and (opened.is_timed or self.mood.urges)

    def _from_topic(self, start: int, subject: tuple[Span, ...]) -> int:
        """A time before a bare verb phrase belongs to it; before an order, what else was said of it too."""
        if self.open or self.lead is None:
            return start
        return self.lead if subject or self.lead_is_time or self.mood.orders else start

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
            self.bare = self.bare and (is_time or (self.mood.orders and not text.endswith("的")))
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
    opened = doers.opening(text[start:])
    return start + opened.units[-1][1] if opened else start


def _defined(start: int, text: str) -> tuple[Span, ...] | None:
    """The unit that 甲是… defines, for a 要 in the next clause."""
    subject, found, _ = text.partition("是")
    return _at(start, units.subject(subject)) or None if found else None
