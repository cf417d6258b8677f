"""Reads minutes into directives: part by part, keeping what one part hands on to the next."""

import re
from datetime import date

from luoshi.engine.minutes import assignments, grammar, layout
from luoshi.engine.minutes.assignments import Assignment
from luoshi.engine.minutes.deadlines import Deadline
from luoshi.engine.minutes.directive import Directive
from luoshi.engine.minutes.drafts import Draft, Drafting, Mood
from luoshi.engine.minutes.layout import Part
from luoshi.engine.minutes.source import Source
from luoshi.engine.minutes.terms import Terms
from luoshi.engine.minutes.units import Span
from luoshi.engine.minutes.voice import Voice

ISSUED = re.compile(
    r"(?:印发|转发)给?你们|特此通知|现就.{2,40}(?:通知|意见)如下|(?:制定|提出)(?:本|以下|如下)(?:方案|意见|办法|措施|政策)"
)
FOLLOWED = re.compile(r"\s*：|[，。；：\s]*(?:一是|一要|第一|首先|（一）|（1）|1[.、]|①|一、)")
COUNTED = re.compile("以下|如下|下列|几[个项点条件方]")


class Reader:
    """`inherited` are the units that the sentence addressed so far; `list_units` those of the items numbered beneath it.

    Likewise `deadline`, that of a sentence which announces items, and `list_deadline`.
    """

    def __init__(self, source: Source, held_on: date) -> None:
        self.assigned = assignments.find(source.plain, held_on)
        self.shape = _blanked(source.shape, self.assigned)
        self.voice = Voice(source, self.shape)
        self.terms = Terms(source, held_on, self.assigned)
        self.is_circular = False
        self.inherited: tuple[Span, ...] | None = None
        self.governing: tuple[Span, ...] | None = None
        self.list_units: tuple[Span, ...] | None = None
        self.host: str | None = None
        self.deadline: Deadline | None = None
        self.list_deadline: Deadline | None = None
        self.sentence_tells = self.list_tells = False
        self.found: list[Directive] = []

    def read(self) -> list[Directive]:
        for number, paragraph in enumerate(layout.paragraphs(self.shape)):
            if self._is_caption(self.shape[slice(*paragraph)], is_first=number == 0):
                self.voice.proclaim(*paragraph)
            else:
                for parts in layout.sentences(self.shape, paragraph):
                    self._sentence(parts)
        return self.found

    def _is_caption(self, text: str, *, is_first: bool) -> bool:
        if layout.is_heading(text):
            self._forget_list()
            return True
        is_item = bool(layout.ENUMERATOR.match(text)) or (grammar.modal(text) is not None and "强调" not in text)
        return layout.is_title(text) and (is_first or not is_item)

    def _forget_list(self) -> None:
        self.list_tells, self.list_units, self.list_deadline = False, None, None

    def _sentence(self, parts: list[Part]) -> None:
        start, end = parts[0].start, parts[-1].end
        self.inherited = self.list_units if parts[0].numbered else None
        self.deadline = self.list_deadline if parts[0].numbered else None
        self.sentence_tells = False
        if self.voice.is_event(start, end):
            self.voice.fall_silent()
        else:
            self.host = self.voice.host(start)
            self.governing = self.inherited
            for part in parts:
                self._begin_part(part)
                self._part(part, is_whole=len(parts) == 1 and not part.numbered)
                self.governing = self.governing if part.numbered else self.inherited
        self.voice.meet(start, end)
        self.is_circular = self.is_circular or bool(ISSUED.search(self.shape, start, end))

    def _part(self, part: Part, *, is_whole: bool) -> None:
        clauses = layout.clauses(self.shape, part.start, part.end)
        speech = self.voice.listen(clauses)
        if speech is not clauses:
            self._forget_list()
        if not speech or self.voice.is_crowd:
            return
        self._note_list(part)
        drafting = self._drafting(part, is_whole=is_whole)
        drafts = drafting.run(speech)
        self.sentence_tells = self.sentence_tells or (drafting.tells and not drafts)
        for draft in drafts:
            self._keep(draft, is_last=draft is drafts[-1])

    def _begin_part(self, part: Part) -> None:
        """An item is addressed to whom the words before all items named, not to whom the item before it did."""
        if part.numbered and self.inherited is not None:
            self.inherited = self.governing or ()

    def _note_list(self, part: Part) -> None:
        """Items under a sentence that tells are told too: 达到了三个目的，一是…。二是…."""
        if part.numbered and self.sentence_tells:
            self.list_tells = True

    def _drafting(self, part: Part, *, is_whole: bool) -> Drafting:
        is_free = self.voice.commands or self.is_circular
        is_task = self.terms.assignment_of(part.start) is not None
        is_told = self.sentence_tells or (self.list_tells and part.numbered)
        mood = Mood(
            bare=is_task or ((is_free or self.inherited is not None) and not is_told),
            free=is_free,
            orders=self.voice.decides,
            urges=self.voice.decides or self.voice.urges or self.is_circular,
            is_task=is_task,
            is_whole=is_whole and not (is_task or self.is_circular),
        )
        return Drafting(self.shape, mood, self.terms.has_deadline)

    def _keep(self, draft: Draft, *, is_last: bool) -> None:
        self.inherited = draft.subject if draft.subject is not None else self.inherited or ()
        if draft.is_modal:
            self.list_tells = False
            self.voice.urges = self.voice.commands
        if is_last and self._announces(draft):
            self.list_units = self.inherited
            self.deadline = self.list_deadline = self.terms.strict_deadline(draft)
        else:
            speaker = self.voice.speaker or self.host
            self.found.append(self.terms.directive(draft, speaker, self.inherited, self.deadline))

    def _announces(self, draft: Draft) -> bool:
        """Whether the draft only announces the items that follow it: 重点抓好以下工作：."""
        if not grammar.is_lead_in(self.shape[draft.start : draft.end]):
            return False
        return bool(FOLLOWED.match(self.shape, draft.end) or COUNTED.search(self.shape, draft.start, draft.end))


def _blanked(shape: str, assigned: list[Assignment]) -> str:
    """The shape with full stops in place of assignments, which are no part of what is asked."""
    pieces, position = [], 0
    for one in assigned:
        pieces += [shape[position : one.start], "。" * (one.end - one.start)]
        position = one.end
    return "".join([*pieces, shape[position:]])
