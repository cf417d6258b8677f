"""The document: what is computed from a head, and around it what people say. The same head and the same words give the
same document, years later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from luoshi.core.ledger.queries import Head
from luoshi.core.plan.models import Plan
from luoshi.core.plan.words import spoken_period
from luoshi.engine.periods import Period
from luoshi.loop.stocktakes.compose.boards import boards
from luoshi.loop.stocktakes.compose.figures import figures
from luoshi.loop.stocktakes.compose.ground import Computed, Ground, Section, Told, spoken
from luoshi.loop.stocktakes.compose.outlook import outlook
from luoshi.loop.stocktakes.compose.proposals import candidates
from luoshi.loop.stocktakes.compose.risks import risks
from luoshi.loop.stocktakes.compose.work import directives, work
from luoshi.loop.stocktakes.places import CLOSING, OPENING, after, before
from luoshi.web.document_blocks import Block, Heading, Imprint, Note, Paragraph, RedHead, Signature, Title

KEPT = 24 * 3600  # seconds


@dataclass(frozen=True)
class Source:
    """What a stocktake is made of: a head, the words of people by their place, and the number it bears, if any."""

    plan: Plan
    period: Period
    shown: Head
    said: Mapping[str, str] = field(default_factory=dict)
    number: str = ""


@dataclass(frozen=True)
class Piece:
    """A block of the document, or a place where people may say something, with what they said."""

    told: Told | None = None
    place: str = ""
    text: str = ""


def compose(source: Source, language: str, computed: Computed | None = None) -> list[Block]:
    """The blocks of the document in a language (zh-hans, zh-hant or en); `computed` where that is known already."""
    return printed(document(source, language, computed))


def printed(pieces: Iterable[Piece]) -> list[Block]:
    return [told.block for piece in pieces for told in spread(piece)]


def spread(piece: Piece) -> list[Told]:
    """What is printed of a piece: words of people become a paragraph a line."""
    if piece.told:
        return [piece.told]
    return [Told(Paragraph(line.strip())) for line in piece.text.split("\n") if line.strip()]


def document(source: Source, language: str, computed: Computed | None = None) -> list[Piece]:
    """The pieces of the document in their order."""
    found = computed or compute(source, language)
    with translation.override(language):
        return [
            *(Piece(told) for told in _head(source, found)),
            _place(source, OPENING),
            *(piece for section in found.sections for piece in _section(source, section, found)),
            _place(source, CLOSING),
            *(Piece(told) for told in _foot(source, found)),
        ]


def _place(source: Source, place: str) -> Piece:
    return Piece(place=place, text=source.said.get(place, ""))


def _section(source: Source, section: Section, found: Computed) -> Iterator[Piece]:
    """Left out where nothing follows from the head and nobody said anything."""
    said = any(source.said.get(place) for place in (before(section.key), after(section.key)))
    if not (section.told or said or section.key == "proposals"):
        return
    yield Piece(Told(Heading(1, section.heading)))
    yield _place(source, before(section.key))
    yield from (Piece(told) for told in section.told)
    if section.key == "proposals":
        lines = [_("%(n)s. %(text)s") % {"n": n, "text": text} for n, text in enumerate(accepted(source, found), 1)]
        yield from (Piece(Told(Paragraph(line))) for line in lines or [_("None yet.")])
    yield _place(source, after(section.key))


def accepted(source: Source, found: Computed) -> list[str]:
    """The proposals that stand: as the candidates stand, then those whose reason is gone, then people's own."""
    said = {place: text for place, text in source.said.items() if place.startswith("proposal-") and text}
    order = {candidate.key: place for place, candidate in enumerate(found.candidates)}
    keys = sorted(said, key=lambda key: (key.startswith("proposal-own-"), order.get(key, len(order)), _numbered(key)))
    return [" ".join(said[key].split()) for key in keys]


def _numbered(key: str) -> tuple[str, int]:
    start, _hyphen, last = key.rpartition("-")
    return (start, int(last)) if last.isdecimal() else (key, 0)


def compute(source: Source, language: str) -> Computed:
    """All that follows from the head, in a language."""
    with translation.override(language):
        ground = Ground(source.plan, source.period, source.shown)
        sections = [
            Section("figures", _("Key targets"), tuple(figures(ground))),
            Section("work", _("What was achieved"), tuple(work(ground))),
            Section("directives", _("What became of the meetings' directives"), tuple(directives(ground))),
            Section("boards", _("Short boards and their owners"), tuple(boards(ground))),
            Section("outlook", _("Outlook"), tuple(outlook(ground))),
            Section("risks", _("Risks ahead"), tuple(risks(ground))),
            Section("proposals", _("Proposals"), ()),
        ]
        return Computed(ground.district, ground.day, tuple(sections), tuple(candidates(ground)))


def kept(source: Source, language: str) -> Computed:
    """The same, kept by head and language; words of people are no part of it."""
    key = f"stocktake:{source.plan.pk}:{source.period}:{source.shown.hash}:{language}"
    found = cache.get(key)
    if found is None:
        found = compute(source, language)
        cache.set(key, found, timeout=KEPT)
    return found


def _head(source: Source, found: Computed) -> Iterator[Told]:
    words = {"region": found.district, "plan": source.plan.name, "period": spoken_period(source.period)}
    if source.number:
        yield Told(RedHead(_("%(region)s Stocktake") % words, source.number))
    yield Told(Title(_("Where we stand with %(plan)s, %(period)s") % words))


def _foot(source: Source, found: Computed) -> Iterator[Told]:
    seq = str(source.shown.seq)
    proof = {"region": found.district, "seq": seq, "hash": source.shown.hash}
    told = _("This stocktake is computed from entry %(seq)s of the ledger of %(region)s, check value %(hash)s.") % proof
    yield Told(Note(told), ((seq, reverse("entry", args=[seq])),))
    yield Told(Signature(found.district, found.day))
    if source.number:
        issued = _("%(region)s\tissued on %(day)s") % {"region": found.district, "day": spoken(found.day)}
        yield Told(Imprint((issued,)))
