"""Official documents as PDF in GB/T 9704-2012 layout: PDF/A-2b to be kept, PDF/UA-1 to be read aloud.

The same blocks as in Word. No seal is ever drawn. Fonts are embedded; where free ones stand in for those of the
standard, a line at the document's end says so.
"""

import datetime
from collections.abc import Iterable, Mapping
from functools import singledispatch
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from luoshi.web import document_styles as look
from luoshi.web.charts.standalone import standalone
from luoshi.web.document_blocks import (
    Block,
    Chart,
    Heading,
    Imprint,
    Paragraph,
    RedHead,
    Signature,
    Table,
    Title,
    settled,
    spoken_date,
    words,
)
from luoshi.web.typefaces import NoChineseFont, Typefaces, typefaces
from luoshi.web.typeset import typeset

__all__ = ["NoChineseFont", "pdf"]

SOURCE = Path(__file__).parent / "document.typ"
STANDARDS = ["a-2b", "ua-1"]
TALLEST = look.TEXT_HEIGHT / 20 * 0.8  # pt; a row higher than this may be split between pages
ROW_LINE = 18  # pt


def pdf(blocks: Iterable[Block], *, language: str, made: datetime.datetime, fonts: Path | None = None) -> bytes:
    """PDF file of `blocks`; the same arguments give the same bytes, as long as the fonts are the same.

    `language` is zh-Hans, zh-Hant or en; `made` is an aware time and stands in the file as its date; `fonts` is a
    folder of further typefaces. Raises NoChineseFont where there is no Chinese typeface at all.
    """
    if made.tzinfo is None:
        raise ValueError("`made` has no time zone")
    blocks, types = settled(blocks, language), typefaces(language, fonts)
    data = {
        "title": _title(blocks),
        "notice": "" if types.office else _notice(language),
        "lang": language.partition("-")[0],
        "region": look.TAGS[language].partition("-")[2].lower(),
        "faces": types.faces,
        "heavy": types.heavy,
        "measures": _measures(),
        "blocks": _told(blocks, language, types),
    }
    stamp = int(made.timestamp())
    return typeset(SOURCE.read_bytes(), data, types.fonts, format="pdf", pdf_standards=STANDARDS, timestamp=stamp)


def _notice(language: str) -> str:
    with translation.override(language):
        return _("Set in substitute fonts: the fonts that GB/T 9704 names are not installed here.")


def _title(blocks: Iterable[Block]) -> str:
    """What a reader of the file sees in the window's frame; PDF/UA asks for one."""
    found = next((block.text for block in blocks if isinstance(block, Title)), "") or words(blocks).partition("\n")[0]
    return " ".join(found.split()) or "—"


def _measures() -> dict[str, Any]:
    """Points. The standard's own, from document_styles."""
    in_twips = {
        "page_width": look.PAGE_WIDTH, "page_height": look.PAGE_HEIGHT, "top": look.TOP, "left": look.LEFT,
        "right": look.RIGHT, "bottom": look.BOTTOM, "line": look.LINE, "mark_top": look.MARK_TOP,
        "foot": look.BOTTOM - look.FOOTER - look.SMALL * 20, "squeeze": look.SQUEEZE,
    }  # fmt: skip
    in_points = {
        "body": look.BODY, "small": look.SMALL, "title": look.TITLE, "table": look.TABLE,
        "mark_line": look.MARK_LINE, "rule_gap": look.RULE_GAP, "red": f"#{look.RED}",
    }  # fmt: skip
    return {name: twips / 20 for name, twips in in_twips.items()} | in_points


def _told(blocks: list[Block], language: str, types: Typefaces) -> list[dict[str, Any]]:
    """Blocks as document.typ reads them."""
    told, rank = [], 0
    for number, block in enumerate(blocks):
        fields = {"kind": type(block).__name__, **_fields(block, language, types)}
        if isinstance(block, Heading):
            rank = min(block.level, rank + 1)  # for those who hear it, no level is left out
            fields["rank"] = rank
        if isinstance(block, Paragraph):
            fields["sticky"] = any(isinstance(after, Signature) for after in blocks[number + 1 : number + 2])
        told.append(fields)
    return told


@singledispatch
def _fields(block: Block, language: str, types: Typefaces) -> Mapping[str, Any]:
    return vars(block)


@_fields.register
def _red_head(block: RedHead, language: str, types: Typefaces) -> Mapping[str, Any]:
    return {**vars(block), "size": look.mark_size(block.issuer)}


@_fields.register
def _table(block: Table, language: str, types: Typefaces) -> Mapping[str, Any]:
    widths = block.widths_mm or (1,) * len(block.head)
    room = [look.TEXT_WIDTH / 20 * width / sum(widths) for width in widths]
    tall = any(_height(cell, width) > TALLEST for row in block.rows for cell, width in zip(row, room, strict=True))
    align = block.align or ("left",) * len(block.head)
    return {"head": block.head, "rows": block.rows, "widths": widths, "align": align, "tall": tall}


def _height(cell: str, width: float) -> float:
    """About how high a cell becomes, in points."""
    characters = max(1, int((width - 9) / look.TABLE))
    return ROW_LINE * sum(1 + look.ems(line) / characters for line in cell.split("\n"))


@_fields.register
def _chart(block: Chart, language: str, types: Typefaces) -> Mapping[str, Any]:
    svg = standalone(block.drawing, types.chart)
    return {"title": block.title, "measure": block.measure, "svg": svg, "alt": block.alt}


@_fields.register
def _signature(block: Signature, language: str, types: Typefaces) -> Mapping[str, Any]:
    day = spoken_date(block.date, language)
    return {"issuer": block.issuer, "day": day, "issuer_from_right": look.issuer_from_right(block.issuer, day)}


@_fields.register
def _imprint(block: Imprint, language: str, types: Typefaces) -> Mapping[str, Any]:
    return {"lines": [line.split("\t") for line in block.lines]}
