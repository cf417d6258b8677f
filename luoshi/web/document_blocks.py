"""What a document is made of: a short list of blocks, free of any file format, and their plain text.

Blocks hold text, and charts as numbers with their words. Headings number themselves; nothing else is added to what
the blocks say.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace

import cn2an
from babel import Locale
from babel.dates import format_date

from luoshi.web.charts import Drawing

WIDTH_MM = 156
DATES = {"zh-Hans": "zh-Hans", "zh-Hant": "zh-Hant", "en": "en-GB"}  # whose custom a written date follows
ALIGNMENTS = ("left", "center", "right")


@dataclass(frozen=True)
class RedHead:
    """Issuer's mark and 发文字号 over the red rule. Square or round brackets about the year become 〔〕."""

    issuer: str
    number: str


@dataclass(frozen=True)
class Title:
    text: str


@dataclass(frozen=True)
class Heading:
    """Level 1 to 4; `text` comes without its number."""

    level: int
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"heading level {self.level}")


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Table:
    """Cells are text. `widths_mm` add up to 156 (empty: equal shares).

    `align` is left, center or right for each column.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths_mm: tuple[float, ...] = ()
    align: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        columns = len(self.head)
        if not columns or any(len(row) != columns for row in self.rows):
            raise ValueError("every row has as many cells as the head")
        if self.widths_mm and (len(self.widths_mm) != columns or abs(sum(self.widths_mm) - WIDTH_MM) > 0.5):
            raise ValueError(f"one width per column, {WIDTH_MM} mm in all")
        if self.align and (len(self.align) != columns or not set(self.align) <= set(ALIGNMENTS)):
            raise ValueError(f"one alignment per column, of {ALIGNMENTS}")


@dataclass(frozen=True)
class Chart:
    """A drawing under its finding and its measure; `words` say what it shows to whoever cannot see it."""

    title: str
    measure: str
    drawing: Drawing
    words: str

    @property
    def alt(self) -> str:
        return self.words or self.title


@dataclass(frozen=True)
class Signature:
    """Issuer over the date, with room for a seal that is stamped by hand."""

    issuer: str
    date: datetime.date


@dataclass(frozen=True)
class Imprint:
    """Lines at the foot of the last page. What follows a tab in a line stands at its right end."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    text: str


Block = RedHead | Title | Heading | Paragraph | Table | Chart | Signature | Imprint | Note


def words(blocks: Iterable[Block], *, language: str = "zh-Hans") -> str:
    """The text of `blocks`, a line for each paragraph and table row, cells parted by tabs."""
    return "\n".join(line for block in settled(blocks, language) for line in _lines(block, language))


def settled(blocks: Iterable[Block], language: str) -> list[Block]:
    """Blocks as they are printed: headings numbered, 发文字号 in form, nothing that XML cannot hold."""
    counts = [0, 0, 0, 0]
    done: list[Block] = []
    for block in map(_clean, blocks):
        if isinstance(block, RedHead):
            block = replace(block, number=document_number(block.number))
        elif isinstance(block, Heading):
            counts[block.level - 1 :] = [counts[block.level - 1] + 1] + [0] * (4 - block.level)
            block = replace(block, text=_ordinal(counts, block.level, language) + block.text)
        done.append(block)
    return done


def document_number(text: str) -> str:
    """`某督[2026]03号` as `某督〔2026〕3号`: hexagonal brackets, no leading zero (GB/T 9704-2012, 7.2.5)."""
    text = re.sub(r"[\[(（【［〔](\d{4})[\])）】］〕]", r"〔\1〕", text)
    return re.sub(r"(?<=〕)0+(?=\d)", "", text)


def spoken_date(day: datetime.date, language: str) -> str:
    return format_date(day, "long", locale=Locale.parse(DATES[language], sep="-"))


def _ordinal(counts: Sequence[int], level: int, language: str) -> str:
    count = counts[level - 1]
    if language == "en":
        return ".".join(str(number) for number in counts[:level]) + " "
    if level > 2:
        return f"{count}. " if level == 3 else f"（{count}）"
    numeral = cn2an.an2cn(count)
    return f"{numeral}、" if level == 1 else f"（{numeral}）"


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def _clean(value):
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value.replace("\r\n", "\n"))
    if isinstance(value, tuple | list):
        return tuple(map(_clean, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _clean(getattr(value, field.name)) for field in fields(value)})
    return value


def _lines(block: Block, language: str) -> Iterator[str]:
    match block:
        case RedHead(issuer, number):
            yield from (issuer, number)
        case Title(text) | Heading(_, text) | Paragraph(text) | Note(text):
            yield text
        case Table(head, rows):
            yield from ("\t".join(cells) for cells in (head, *rows))
        case Chart(title, measure, _, said):
            yield from filter(None, (title, measure, said))
        case Signature(issuer, date):
            yield from (issuer, spoken_date(date, language))
        case Imprint(lines):
            yield from lines
