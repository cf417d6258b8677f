"""Official documents: blocks drawn in Word in GB/T 9704-2012 layout, the same bytes each time.

No seal is ever drawn. Fonts are named, not embedded: the office's own Word supplies them.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import singledispatch
from itertools import accumulate
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.rel import Relationships
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Footer
from docx.shared import Pt, Twips

from luoshi.web import document_styles as look
from luoshi.web.document_blocks import (
    WIDTH_MM,
    Block,
    Chart,
    Heading,
    Imprint,
    Note,
    Paragraph,
    RedHead,
    Signature,
    Table,
    Title,
    settled,
    spoken_date,
    words,
)
from luoshi.web.pictures import png

__all__ = [
    "Block",
    "Chart",
    "Heading",
    "Imprint",
    "Note",
    "Paragraph",
    "RedHead",
    "Signature",
    "Table",
    "Title",
    "render_docx",
    "words",
]

PROPERTIES = {"title", "subject", "author", "keywords", "category", "comments"}
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the first moment that a zip can tell


def render_docx(
    blocks: Iterable[Block],
    *,
    language: str = "zh-Hans",
    properties: Mapping[str, str] | None = None,
    fonts: Path | None = None,
) -> bytes:
    """Word file of `blocks`; the same arguments give the same bytes.

    `language` is zh-Hans, zh-Hant or en. `properties` may hold title, subject, author, keywords, category,
    comments; another name is a ValueError. Charts are pictures: `fonts` is a folder of further typefaces for
    them, and NoChineseFont is raised where one must be drawn and there is no Chinese typeface.
    """
    document = _blank(language)
    _describe(document, language, properties or {})
    _page(document)
    for block in settled(blocks, language):
        if isinstance(block, Chart):
            picture = png(block.drawing, width_mm=WIDTH_MM, language=language, fonts=fonts)
            _chart(block, picture, document)
        else:
            draw(block, document, language)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


@singledispatch
def draw(block: Block, document: Document, language: str) -> None:
    raise TypeError(f"no such block: {block!r}")


@draw.register
def _red_head(block: RedHead, document: Document, language: str) -> None:
    mark = document.add_paragraph(style="Issuer Mark")
    size = look.mark_size(block.issuer)
    mark.add_run(block.issuer).font.size = Pt(size)
    mark.paragraph_format.line_spacing = Pt(size * look.MARK_LINE)
    document.add_paragraph(block.number, style="Document Number")


@draw.register
def _title(block: Title, document: Document, language: str) -> None:
    document.add_paragraph(block.text, style="Title")


@draw.register
def _heading(block: Heading, document: Document, language: str) -> None:
    document.add_paragraph(block.text, style=f"Heading {block.level}")


@draw.register
def _paragraph(block: Paragraph, document: Document, language: str) -> None:
    document.add_paragraph(block.text, style="Body Text")


@draw.register
def _note(block: Note, document: Document, language: str) -> None:
    document.add_paragraph(block.text, style="Note")


@draw.register
def _signature(block: Signature, document: Document, language: str) -> None:
    """The date ends four characters from the right, the issuer centred over it; both stay with the text."""
    day = spoken_date(block.date, language)
    if document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    _from_right(document, "Signature", block.issuer, look.issuer_from_right(block.issuer, day))
    _from_right(document, "Date", day, 4)


def _from_right(document: Document, style: str, text: str, characters: float) -> None:
    paragraph = document.add_paragraph(text, style=style)
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.right = Twips(round(characters * look.BODY * 20))
    indent.set(qn("w:rightChars"), str(round(characters * 100)))


@draw.register
def _table(block: Table, document: Document, language: str) -> None:
    columns = len(block.head)
    align = block.align or ("left",) * columns
    widths = _twips_of(block.widths_mm or (1,) * columns)
    rows = [_row(block.head, widths, ("center",) * columns, "TableHead", head=True)]
    rows += [_row(cells, widths, align, "TableText") for cells in block.rows]
    sides = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), look.RULE_GRID)
    _place(document, widths, rows, sides)


def _chart(block: Chart, picture: bytes, document: Document) -> None:
    """Finding and measure over the picture, which says in words what it shows."""
    document.add_paragraph(block.title, style="Chart Title")
    if block.measure:
        document.add_paragraph(block.measure, style="Chart Measure")
    run = document.add_paragraph(style="Chart").add_run()
    # A point narrower than its line, or LibreOffice cuts its edge.
    inline = run.add_picture(io.BytesIO(picture), width=Twips(look.TEXT_WIDTH - 20))._inline
    inline.docPr.set("descr", block.alt)
    for side in ("distT", "distB", "distL", "distR"):  # unsaid, LibreOffice moves the picture by an eighth of an inch
        inline.set(side, "0")


@draw.register
def _imprint(block: Imprint, document: Document, language: str) -> None:
    """A table, since its rules are as wide as the text block; it floats on the lower edge of its page."""
    rows = [_row((line,), [look.TEXT_WIDTH], ("left",), "Imprint") for line in block.lines]
    sides = {"top": look.RULE_THICK, "bottom": look.RULE_THICK, "insideH": look.RULE_THIN}
    _place(document, [look.TEXT_WIDTH], rows, sides, at_foot=True)


def _place(document: Document, widths: list[int], rows: list, sides: dict[str, int], *, at_foot: bool = False) -> None:
    foot = _w("tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="center", tblpYSpec="bottom")
    no_padding = _w("tblCellMar", *(_w(side, w=0, type="dxa") for side in ("left", "right")))
    properties = _w(
        "tblPr",
        *([foot] if at_foot else []),
        _w("tblW", w=look.TEXT_WIDTH, type="dxa"),
        _w("jc", val="center"),
        _w(
            "tblBorders",
            *(_w(side, val="single", sz=sz, space=0, color="auto") for side, sz in sides.items()),
        ),
        _w("tblLayout", type="fixed"),
        *([no_padding] if at_foot else []),
    )
    grid = _w("tblGrid", *(_w("gridCol", w=width) for width in widths))
    document.element.body.insert_element_before(_w("tbl", properties, grid, *rows), "w:sectPr")
    document.add_paragraph(style="Gap")  # two tables that touch become one in Word


def _twips_of(shares: tuple[float, ...]) -> list[int]:
    """Widths in twips that add up to the text block exactly."""
    ends = [round(look.TEXT_WIDTH * part / sum(shares)) for part in accumulate(shares)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _row(
    cells: tuple[str, ...], widths: list[int], align: tuple[str, ...], style: str, *, head: bool = False
) -> BaseOxmlElement:
    rules = _w("trPr", _w("cantSplit"), *([_w("tblHeader")] if head else []))
    return _w("tr", rules, *(_cell(*cell, style) for cell in zip(cells, widths, align, strict=True)))


def _cell(text: str, width: int, align: str, style: str) -> BaseOxmlElement:
    run = _w("r")
    run.text = text
    paragraph = _w("p", _w("pPr", _w("pStyle", val=style), _w("jc", val=align)), run)
    return _w("tc", _w("tcPr", _w("tcW", w=width, type="dxa"), _w("vAlign", val="center")), paragraph)


def _w(tag: str, *children: BaseOxmlElement, **attributes: object) -> BaseOxmlElement:
    element = OxmlElement(f"w:{tag}", {qn(f"w:{name}"): str(value) for name, value in attributes.items()})
    element.extend(children)
    return element


def _blank(language: str) -> Document:
    """python-docx's template without its styles, pictures, themes and numbering."""
    document = docx.Document()
    part, package = document.part, document.part.package
    _drop_all_but(package.rels, {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES})
    _drop_all_but(part.rels, {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS})
    document.styles.element[:] = parse_xml(look.styles_xml(language))[:]
    document.settings.element[:] = parse_xml(look.settings_xml())[:]
    fonts = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, look.fonts_xml().encode(), package)
    part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)
    return document


def _drop_all_but(relationships: Relationships, kept: set[str]) -> None:
    for key in [key for key, relationship in relationships.items() if relationship.reltype not in kept]:
        del relationships[key]


def _describe(document: Document, language: str, properties: Mapping[str, str]) -> None:
    if unknown := set(properties) - PROPERTIES:
        raise ValueError(f"unknown properties: {sorted(unknown)}")
    core = document.core_properties
    core.created = core.modified = EPOCH
    core.author = core.last_modified_by = core.comments = ""
    core.language = look.TAGS[language]
    for name, value in properties.items():
        setattr(core, name, value)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Twips(look.PAGE_WIDTH), Twips(look.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Twips(look.TOP), Twips(look.BOTTOM)
    section.left_margin, section.right_margin = Twips(look.LEFT), Twips(look.RIGHT)
    section.footer_distance = Twips(look.FOOTER)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    _page_number(section.footer, "right")
    _page_number(section.even_page_footer, "left")


def _page_number(footer: _Footer, side: str) -> None:
    paragraph = footer.paragraphs[0]
    paragraph._p.get_or_add_pPr().append(_w("jc", val=side))
    number = _w("r")
    number.text = "1"
    paragraph.add_run("— ")
    paragraph._p.append(_w("fldSimple", number, instr=" PAGE "))
    paragraph.add_run(" —")


def _timeless(package: bytes) -> bytes:
    """The same members with one date, and stored: versions of zlib compress the same text differently."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return out.getvalue()
