"""Whose words are being read: the voice persists until another speaks, a crowd speaks, or something merely happens."""

import re

from luoshi.engine.minutes import grammar, speech
from luoshi.engine.minutes.source import Source
from luoshi.engine.minutes.units import Span

EVENT = re.compile(
    r"^(?:会上|会前|会后|会议期间|会议结束)|(?:会议|大会)[^，]{0,8}(?:听取|审议|传达|播放|宣读|观看|讨论|通过|研究了|还研究|集中学习|"
    r"学习了|以.{1,12}形式)|(?:出席|参加|列席|主持)了?(?:会议|座谈|活动|调研|此次|本次|交流|$)|参会$|实地(?:调研|察看|考察|走访)|"
    r"先后(?:来到|到|视察|考察)"
)

DECIDES = re.compile(r"要求|议定|决定|确定|商定|审定|明确|部署|提出|同意|责成|如下")
DECREES = re.compile(
    r"(?P<name>会议)?(?:议定|决定|审定|明确)的?(?:事项|意见|内容)\s*$|(?P<asked>工作要求|下一?步工作(?:安排|打算)?)\s*$"
)
HOST = re.compile(r"(?:本次|此次)?(?P<name>会议)(?!由|期间|现场|在)")


class Voice:
    def __init__(self, source: Source, shape: str) -> None:
        self.source, self.shape = source, shape
        self.speaker: str | None = None
        self.person: str | None = None
        self.commands = self.decides = False
        self.is_crowd = self.urges = False

    def listen(self, clauses: list[Span]) -> list[Span]:
        """Notes who speaks in these clauses and returns those that are the speech, without its governing verb."""
        content = clauses
        has_asked = False
        for number, (start, end) in enumerate(clauses):
            heard = self._governor(start, end)
            if heard and not (has_asked and not self._is_named(heard, start)):
                self.meet(clauses[0][0], start)
                self._hear(heard, start, clauses[0][0])
                rest = start + heard.content
                content = ([(rest, end)] if rest < end else []) + clauses[number + 1 :]
                if heard.is_crowd:
                    break
            has_asked = has_asked or grammar.modal(self.shape[start:end]) is not None
        return content

    def _governor(self, start: int, end: int) -> speech.Governor | None:
        return speech.governor(self.shape[start:end], ends_in_comma=self.shape[end : end + 1] in ("，", "："))

    def _is_named(self, heard: speech.Governor, at: int) -> bool:
        """A person or the meeting, by name: within a directive nothing less takes the floor."""
        if not heard.name:
            return False
        name = self.shape[at + heard.name[0] : at + heard.name[1]]
        return name.endswith("会议") or speech.is_person(name)

    def _hear(self, heard: speech.Governor, at: int, sentence: int) -> None:
        self.commands = not heard.reports
        self.decides = self.commands and bool(
            DECIDES.search(self.shape[max(at, at + heard.content - 12) : at + heard.content + 2])
        )
        self.is_crowd = heard.is_crowd
        self.urges = False
        if heard.name:
            self.speaker = self.source.written(at + heard.name[0], at + heard.name[1])
            if speech.is_person(self.shape[at + heard.name[0] : at + heard.name[1]]):
                self.person = self.speaker
        elif heard.is_meeting and (host := HOST.match(self.shape, sentence)):
            self.speaker = self.source.written(*host.span("name"))
        elif heard.refers_back:
            self.speaker = self.person or self.speaker

    def meet(self, start: int, end: int) -> None:
        """Remembers the person whom this stretch is about, for a later 他."""
        if span := speech.person_acting(self.shape[start:end]):
            self.person = self.source.written(start + span[0], start + span[1])

    def proclaim(self, start: int, end: int) -> None:
        """A heading such as 一、会议议定事项 speaks for what stands beneath it."""
        if found := DECREES.search(self.shape, start, end):
            self.speaker = self.source.written(*found.span("name")) if found["name"] else self.speaker
            self.commands, self.decides, self.is_crowd = True, True, False

    def host(self, start: int) -> str | None:
        """会议审议了…，由甲局…: the meeting, where nobody else is said to speak."""
        found = HOST.match(self.shape, start)
        return self.source.written(*found.span("name")) if found else None

    def is_event(self, start: int, end: int) -> bool:
        """会议听取了…, 甲、乙参加会议: something happens and nobody asks for anything."""
        whole = self.shape[start:end]
        if not EVENT.search(whole):
            return False
        pieces = re.split("[，：；]", whole)
        return not any(speech.governor(piece, ends_in_comma=True) or grammar.modal(piece) for piece in pieces)

    def fall_silent(self) -> None:
        self.speaker = None
        self.commands = self.decides = self.is_crowd = False
