"""A stocktake as a page shows it: printed blocks with their links, and between them the places to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.loop.stocktakes.compose.document import Piece, spread
from luoshi.loop.stocktakes.compose.ground import Candidate, Computed, Told
from luoshi.loop.stocktakes.models import Wording
from luoshi.loop.stocktakes.places import CLOSING, OPENING
from luoshi.web.charts.paper import on_page
from luoshi.web.document_blocks import (
    Block,
    Chart,
    Heading,
    Note,
    Paragraph,
    Signature,
    Table,
    Title,
    settled,
    spoken_date,
)
from luoshi.web.linked import columns, link, with_links


@dataclass(frozen=True)
class Refused:
    """What somebody typed at a place and could not be kept, and what stands there instead, if that is why."""

    place: str
    text: str
    messages: Sequence[str]
    standing: Wording | None = None


@dataclass(frozen=True)
class Place:
    """A place to write: what stands there, `seen` its entry, `parts` as it is printed."""

    name: str
    label: str
    text: str
    seen: int
    parts: list[dict[str, Any]]
    refused: Refused | None = None


@dataclass(frozen=True)
class Proposal:
    """A candidate, or a proposal of people's own: undecided, accepted or dropped."""

    place: Place
    candidate: str
    way: str
    state: str


def parts(pieces: Sequence[Piece], language: str) -> list[dict[str, Any]]:
    """Every printed block in the order of the document, and between them `{"place": name}`."""
    told = [one for piece in pieces for one in spread(piece)]
    printed = iter(zip(settled([one.block for one in told], language), told, strict=True))
    found: list[dict[str, Any]] = []
    for piece in pieces:
        own = [_part(*next(printed), language) for _one in spread(piece)]
        found += [{"place": piece.place, "parts": own, "text": piece.text}] if piece.place else own
    return found


def _part(block: Block, told: Told, language: str) -> dict[str, Any]:
    return {"type": type(block).__name__, "block": block, **_linked(block, told, language)}


def _linked(block: Block, told: Told, language: str) -> dict[str, Any]:
    match block:
        case Table(_, rows):
            return columns(block, [_row(row, ways) for row, ways in zip(rows, told.ways, strict=True)])
        case Chart():
            return {"svg": on_page(block.drawing, block.alt)}
        case Title(text) | Heading(_, text) | Paragraph(text) | Note(text):
            return {"text": with_links(text, dict(told.ways))}  # type: ignore[arg-type]
        case Signature(_, date):
            return {"text": spoken_date(date, language)}
    return {}


def _row(row: Sequence[str], ways: Sequence[str]) -> list[SafeString | str]:
    return [link(cell, way) if way else cell for cell, way in zip(row, ways, strict=True)]


def place(part: Mapping[str, Any], standing: Mapping[str, Wording], refused: Refused | None = None) -> Place:
    """A place of `parts` as its form needs it."""
    name = part["place"]
    seen = standing[name].made if name in standing else 0
    mine = refused if refused and refused.place == name else None
    return Place(name, label(name), part["text"], seen, part["parts"], mine)


def label(name: str) -> str:
    """What the field of a place is called."""
    if name == OPENING:
        return _("Words at the beginning")
    if name == CLOSING:
        return _("Words at the end")
    if name.startswith("proposal-"):
        return _("Words of the proposal")
    return _("Words before") if name.endswith("-before") else _("Words after")


def proposals(computed: Computed, standing: Mapping[str, Wording], refused: Refused | None) -> list[Proposal]:
    """The candidates as they stand, then proposals of people's own and those whose reason is gone."""
    found = {candidate.key: candidate for candidate in computed.candidates}
    keys = [*found, *sorted(key for key in standing if key.startswith("proposal-") and key not in found)]
    return [_proposal(key, found.get(key), standing, refused) for key in keys]


def _proposal(
    key: str, candidate: Candidate | None, standing: Mapping[str, Wording], refused: Refused | None
) -> Proposal:
    said = standing[key].text if key in standing else None
    state = "undecided" if said is None else "accepted" if said else "dropped"
    computed, way = (candidate.text, candidate.way) if candidate else ("", "")
    own = place({"place": key, "text": said or computed, "parts": []}, standing, refused)
    return Proposal(own, computed, way, state)


def own_proposal(standing: Mapping[str, Wording], refused: Refused | None) -> Place:
    """Where one more proposal of people's own would stand."""
    taken = sum(key.startswith("proposal-own-") for key in standing)
    return place({"place": f"proposal-own-{taken + 1}", "text": "", "parts": []}, standing, refused)
