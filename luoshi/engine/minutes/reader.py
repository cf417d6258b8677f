"""Reads minutes into directives, keeping in mind who speaks and whom the sentence before addressed."""

import re
from datetime import date

from . import assignments, grammar, layout, speech
from .assignments import Assignment
from .directive import Directive
from .drafts import Draft, Drafting
from .layout import Part
from .source import Source
from .terms import Terms
from .units import Span

EVENT = re.compile(
    r"^(?:会上|会前|会后|会议期间|会议结束)|(?:会议|大会)[^，]{0,8}(?:听取|审议|传达|播放|宣读|观看|讨论|通过|研究了|还研究|集中学习|"
    r"学习了|以.{1,12}形式)|(?:出席|参加|列席|主持)了?(?:会议|座谈|活动|调研|此次|本次|交流|$)|参会$|实地(?:调研|察看|考察|走访)|"
    r"先后(?:来到|到|视察|考察)"
)
ISSUED = re.compile(
    r"(?:印发|转发)给?你们|特此通知|现就.{2,40}(?:通知|意见)如下|(?:制定|提出)(?:本|以下|如下)(?:方案|意见|办法|措施|政策)"
)
FOLLOWED = re.compile(r"\s*：|[，。；：\s]*(?:一是|一要|第一|首先|（一）|（1）|1[.、]|①|一、)")
VERBAL = re.compile("以下|如下|下列|几[个项点条件方]")
INSIGHT = re.compile(r"(?:认识|体会|启示|共识|经验|规律|成效|特点|目的)(?=：)")


class Reader:
    def __init__(self, source: Source, held_on: date) -> None:
        self.source = source
        self.assigned = assignments.find(source.plain, held_on)
        self.shape = _blanked(source.shape, self.assigned)
        self.terms = Terms(source, held_on, self.assigned)
        self.speaker: str | None = None
        self.person: str | None = None
        self.is_heard = False
        self.is_circular = False
        self.list_units: tuple[Span, ...] | None = None
        self.list_tells = False
        self.found: list[Directive] = []

    def read(self) -> list[Directive]:
        for number, paragraph in enumerate(layout.paragraphs(self.shape)):
            if not self._is_caption(self.shape[slice(*paragraph)], is_first=number == 0):
                for parts in layout.sentences(self.shape, paragraph):
                    self._sentence(parts)
        return self.found

    def _is_caption(self, text: str, *, is_first: bool) -> bool:
        if layout.is_heading(text):
            return True
        is_item = bool(layout.ENUMERATOR.match(text)) or (grammar.modal(text) is not None and "强调" not in text)
        return layout.is_title(text) and (is_first or not is_item)

    def _sentence(self, parts: list[Part]) -> None:
        whole = self.shape[parts[0].start : parts[-1].end]
        carried = self.list_units if parts[0].numbered else None
        if not parts[0].numbered:
            self.list_tells = False
        if self._is_event(whole):
            self.speaker, self.is_heard = None, False
        else:
            for number, part in enumerate(parts):
                carried = self._part(part, carried, follows=number > 0)
        self.list_units = carried
        self._meet(parts[0].start, parts[-1].end)
        self.is_circular = self.is_circular or bool(ISSUED.search(whole))

    def _is_event(self, whole: str) -> bool:
        return bool(EVENT.search(whole)) and not any(
            speech.governor(clause, ends_in_comma=True) or grammar.modal(clause) for clause in re.split("[，：；]", whole)
        )

    def _meet(self, start: int, end: int) -> None:
        if span := speech.person_acting(self.shape[start:end]):
            self.person = self.source.written(start + span[0], start + span[1])

    def _part(self, part: Part, carried: tuple[Span, ...] | None, *, follows: bool) -> tuple[Span, ...] | None:
        """Reads one part; hands on the units that the next part inherits."""
        clauses = self._listen(layout.clauses(self.shape, part.start, part.end), part)
        drafting = Drafting(
            self.shape,
            bare=not self.list_tells and self._may_be_bare(part, follows=follows and bool(carried)),
            free=self.is_heard or self.is_circular,
            has_deadline=self.terms.has_deadline,
        )
        drafts = drafting.run(clauses) if clauses else []
        if not drafts and not part.numbered and clauses:
            self.list_tells = self.list_tells or drafting.tells or bool(INSIGHT.search(self.shape, part.start, part.end + 1))
        for number, draft in enumerate(drafts):
            carried = self._inherit(draft, carried)
            if not self._announces(draft, is_last=number == len(drafts) - 1):
                self.found.append(self.terms.directive(draft, self.speaker, carried or ()))
        return carried if drafts else carried if part.numbered or follows else None

    def _listen(self, clauses: list[Span], part: Part) -> list[Span]:
        """Notes who speaks in these clauses and returns those that are the speech."""
        content = clauses
        for number, (start, end) in enumerate(clauses):
            heard = speech.governor(self.shape[start:end], ends_in_comma=self.shape[end : end + 1] in ("，", "："))
            if heard is None:
                continue
            self._meet(part.start, start)
            self._hear(heard, start)
            rest = start + heard.content
            content = ([(rest, end)] if rest < end else []) + clauses[number + 1 :]
        return content

    def _hear(self, heard: speech.Governor, at: int) -> None:
        self.is_heard = not heard.reports
        self.list_tells = False
        if heard.name:
            self.speaker = self.source.written(at + heard.name[0], at + heard.name[1])
            if speech.is_person(self.shape[at + heard.name[0] : at + heard.name[1]]):
                self.person = self.speaker
        elif heard.refers_back:
            self.speaker = self.person or self.speaker

    def _may_be_bare(self, part: Part, *, follows: bool) -> bool:
        return self.is_heard or self.is_circular or follows or self._is_assigned(part)

    def _is_assigned(self, part: Part) -> bool:
        return self.terms.assignment_of(part.start) is not None

    def _inherit(self, draft: Draft, carried: tuple[Span, ...] | None) -> tuple[Span, ...] | None:
        return carried if draft.subject is None else draft.subject

    def _announces(self, draft: Draft, *, is_last: bool) -> bool:
        """Whether the draft only announces the items that follow it."""
        return is_last and grammar.is_lead_in(self.shape[draft.start : draft.end]) and (
            bool(FOLLOWED.match(self.shape, draft.end)) or bool(VERBAL.search(self.shape, draft.start, draft.end)))


def _blanked(shape: str, assigned: list[Assignment]) -> str:
    """The shape with full stops in place of assignments, which are no part of what is asked."""
    pieces, position = [], 0
    for one in assigned:
        pieces += [shape[position : one.start], "。" * (one.end - one.start)]
        position = one.end
    return "".join([*pieces, shape[position:]])
