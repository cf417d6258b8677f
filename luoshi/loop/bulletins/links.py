"""The way back from the words of a bulletin: codes, ranked units and the meeting lead to what they speak of.

Blocks are plain text and stay it; on the page the words are linked for whoever may follow them, as of the head of the
bulletin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from luoshi.core.matters.kinds import kinds
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person
from luoshi.core.organisation.queries import units_within
from luoshi.loop.assessment.queries import standing
from luoshi.loop.bulletins.compose import Source, ranking_head
from luoshi.loop.meetings.models import Meeting
from luoshi.loop.meetings.queries import last_meeting
from luoshi.loop.meetings.telling import held
from luoshi.web.document_blocks import Block, Heading, Note, Paragraph, Signature, Table, Title, spoken_date, words
from luoshi.web.downloads import DOCUMENT_LANGUAGES
from luoshi.web.linked import columns, link, with_links

UNIT = 2  # the column of a ranking in which the unit stands


@dataclass(frozen=True)
class Links:
    """The links of one bulletin for one reader."""

    source: Source
    language: str
    reader: Person

    def shown(self, blocks: Sequence[Block]) -> list[dict[str, Any]]:
        """Blocks as a template shows them: the name of the type, the block, and its words with their links."""
        matters = self._matters(words(blocks))
        return [{"type": type(block).__name__, "block": block, **self._linked(block, matters)} for block in blocks]

    def _linked(self, block: Block, matters: dict[str, str]) -> dict[str, Any]:
        match block:
            case Table(head, rows):
                units = self._units if head == self._ranking_head else {}
                return columns(block, [self._row(row, matters, units) for row in rows])
            case Paragraph(text) if self._meeting and text == self._meeting[0]:
                return {"text": with_links(text, {self._meeting[1]: self._meeting[2]})}
            case Title(text) | Heading(_, text) | Paragraph(text) | Note(text):
                return {"text": with_links(text, matters)}
            case Signature(_, date):
                return {"text": spoken_date(date, DOCUMENT_LANGUAGES[self.language])}
        return {}

    def _row(self, row: Sequence[str], matters: dict[str, str], units: dict[str, str]) -> list[SafeString]:
        return [
            link(cell, units[cell]) if column == UNIT and cell in units else with_links(cell, matters)
            for column, cell in enumerate(row)
        ]

    def _to(self, name: str, *args: str) -> str:
        return f"{reverse(name, args=args)}?head={self.source.shown.seq}"

    def _matters(self, text: str) -> dict[str, str]:
        """Code → page, of the matters named in the text that the reader may see."""
        prefixes = "|".join(sorted(re.escape(kind.prefix) for kind in kinds().values()))
        named = set(re.findall(rf"(?<![A-Za-z0-9-])(?:{prefixes})-[0-9]{{4,9}}(?![0-9])", text))
        seen = Matter.objects.visible_to(self.reader).filter(plan=self.source.plan, code__in=named)
        return {matter.code: f"{matter.get_absolute_url()}?head={self.source.shown.seq}" for matter in seen}

    @cached_property
    def _ranking_head(self) -> tuple[str, ...]:
        with translation.override(self.language):
            return ranking_head()

    @cached_property
    def _units(self) -> dict[str, str]:
        """Name at the head → score."""
        mine = set(units_within(self.reader, "see").values_list("code", flat=True))
        rows = standing(self.source.plan, str(self.source.period), self.source.shown).rows
        return {row.name: self._to("score", str(self.source.period), row.unit) for row in rows if row.unit in mine}

    @cached_property
    def _meeting(self) -> tuple[str, str, str] | None:
        """The sentence that names the meeting, its title and its page."""
        found = last_meeting(self.source.plan.region, before=self.source.shown.seq)
        if found is None or not Meeting.objects.visible_to(self.reader).filter(pk=found.pk).exists():
            return None
        with translation.override(self.language):
            return held(found), found.title, self._to("meeting", found.code)
