"""Measures and Word styles of an official document: GB/T 9704-2012.

Lengths are twips (1/1440 inch), as WordprocessingML stores them; type sizes are points. Glyph positions
follow from how exact line spacing is set: the baseline stands at 4/5 of the line, and a Chinese character's
ink reaches from about 0.84 em above the baseline to 0.08 em below it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838  # A4 as Word writes it
TOP, LEFT = twips(37), twips(28)
TEXT_WIDTH, TEXT_HEIGHT = twips(156), twips(225)
RIGHT = PAGE_WIDTH - LEFT - TEXT_WIDTH
BOTTOM = PAGE_HEIGHT - TOP - TEXT_HEIGHT
LINE = 579  # 28.95 pt: 22 of them fill 225 mm
CHARACTERS = 28
BODY, SMALL, TITLE, TABLE = 16, 14, 22, 12  # 三号, 四号, 二号, 小四
# 28 × 16 pt are 6 pt more than 156 mm, so each character of the body gives up a quarter of a point. A grid
# (w:docGrid) would ask for the same, but LibreOffice cannot keep one that is narrower than its characters.
SQUEEZE = (TEXT_WIDTH - CHARACTERS * BODY * 20) // CHARACTERS
# The dash stands at the middle of a 14 pt line, 7 mm under the text block.
FOOTER = BOTTOM - (twips(7) + SMALL * 20 // 2)
MARK_TOP = twips(35)
MARK_LARGEST, MARK_SMALLEST = 62, 26  # pt; 62 pt is 22 mm, the height that the standard's examples reach
MARK_LINE = 1.05  # of the type size: the ink's top meets the line's top
RULE_GAP = 7  # pt from the line to the red rule, which is 4 mm from the ink of 发文字号
RED = "B3261E"

SONG, FANGSONG, HEI, KAI = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312"
BIAOSONG, LATIN = "方正小标宋简体", "Times New Roman"
# What Word may take where an office font is missing: the same face under the name that Windows ships.
FALLBACKS = {FANGSONG: "仿宋", KAI: "楷体", HEI: "SimHei", SONG: "SimSun", BIAOSONG: "华文中宋"}
# Each face by the role it has, under the names that font files carry, then that of the same face in other systems.
FACES_IN_FILES = {
    "mark": (BIAOSONG, "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "华文中宋", "STZhongsong"),
    "body": (FANGSONG, "FangSong_GB2312", "仿宋", "FangSong", "华文仿宋", "STFangsong"),
    "strong": (HEI, "SimHei", "华文黑体", "STHeiti"),
    "brush": (KAI, "KaiTi_GB2312", "楷体", "KaiTi", "华文楷体", "STKaiti"),
    "number": (SONG, "SimSun", "华文宋体", "STSong"),
}

TAGS = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "en": "en-GB"}


def ems(text: str) -> float:
    """Width of the widest line in characters; a Latin letter or digit is about half a Chinese one."""
    return max(sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in line) for line in text.split("\n"))


def mark_size(issuer: str) -> int:
    """Points at which the issuer's mark fits on one line, within the sizes it may have."""
    return max(min(MARK_LARGEST, int(TEXT_WIDTH / 20 / max(ems(issuer), 1))), MARK_SMALLEST)


def issuer_from_right(issuer: str, day: str) -> float:
    """Characters between the issuer's end and the right edge, where it is centred over a date that ends at four."""
    return max(4 + (ems(day) - ems(issuer)) / 2, 0)


@dataclass(frozen=True)
class Look:
    """One paragraph style: fonts by name, `size` in pt, `line` (exact), `before`, `after` in twips."""

    name: str
    east: str = FANGSONG
    latin: str = LATIN
    size: float = BODY
    line: int = LINE
    align: str = "both"
    before: int = 0
    after: int = 0
    first_chars: int = 0  # hundredths of a character
    side_chars: int = 0
    level: int = 0
    keep: bool = False
    colour: str = ""
    extra: str = ""
    rule: str = "exact"

    @property
    def id(self) -> str:
        return self.name.title().replace(" ", "")

    def xml(self) -> str:
        default = ' w:default="1"' if self.name == "Normal" else ""
        based = "" if default else '<w:basedOn w:val="Normal"/>'
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.id}"{default}><w:name w:val="{self.name}"/>{based}'
            f"<w:qFormat/><w:pPr>{''.join(self._paragraph())}</w:pPr><w:rPr>{''.join(self._run())}</w:rPr></w:style>"
        )

    def _paragraph(self) -> Iterator[str]:
        if self.keep:
            yield "<w:keepNext/>"
        yield '<w:widowControl w:val="0"/>'
        yield self.extra
        yield f'<w:spacing w:before="{self.before}" w:after="{self.after}"'
        yield f' w:line="{self.line}" w:lineRule="{self.rule}"/>'
        yield self._indent()
        yield f'<w:jc w:val="{self.align}"/>'
        if self.level:
            yield f'<w:outlineLvl w:val="{self.level - 1}"/>'

    def _indent(self) -> str:
        """Characters, and the same in twips for programs that do not know characters."""
        per_char = round(self.size * 20) / 100
        first, side = round(self.first_chars * per_char), round(self.side_chars * per_char)
        return (
            f'<w:ind w:leftChars="{self.side_chars}" w:left="{side}"'
            f' w:rightChars="{self.side_chars}" w:right="{side}"'
            f' w:firstLineChars="{self.first_chars}" w:firstLine="{first}"/>'
        )

    def _run(self) -> Iterator[str]:
        yield (
            f'<w:rFonts w:ascii="{self.latin}" w:hAnsi="{self.latin}" w:eastAsia="{self.east}"'
            f' w:cs="{LATIN}" w:hint="eastAsia"/>'
        )
        if self.colour:
            yield f'<w:color w:val="{self.colour}"/>'
        yield f'<w:spacing w:val="{SQUEEZE if self.size == BODY else 0}"/>'
        yield f'<w:sz w:val="{round(self.size * 2)}"/><w:szCs w:val="{round(self.size * 2)}"/>'


def _border(side: str, eighths: int, colour: str = "auto", space: int = 0) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


RULE_THICK, RULE_THIN, RULE_GRID = (
    8,
    6,
    4,
)  # eighths of a point: 0.35, 0.25 (and 0.18) mm to the nearest that Word can draw
_RED_RULE = f"<w:pBdr>{_border('bottom', 12, RED, RULE_GAP)}</w:pBdr>"
_RIGHT_TAB = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - SMALL * 20}"/></w:tabs>'

LOOKS = (
    Look("Normal"),
    Look("Issuer Mark", BIAOSONG, size=MARK_LARGEST, align="center", before=MARK_TOP, colour=RED, keep=True),
    Look("Document Number", align="center", before=2 * LINE, after=2 * LINE, keep=True, extra=_RED_RULE),
    Look("Title", BIAOSONG, size=TITLE, align="center", after=LINE, keep=True),
    Look("heading 1", HEI, first_chars=200, level=1, keep=True),
    Look("heading 2", KAI, first_chars=200, level=2, keep=True),
    Look("heading 3", first_chars=200, level=3, keep=True),
    Look("heading 4", first_chars=200, level=4, keep=True),
    Look("Body Text", first_chars=200),
    Look("Table Head", HEI, size=TABLE, line=360, align="center"),
    Look("Table Text", size=TABLE, line=360, align="left"),
    Look("Gap", size=4, line=160),
    Look("Chart Title", HEI, size=SMALL, line=440, align="left", before=120, keep=True),
    Look("Chart Measure", size=TABLE, line=400, align="left", after=80, keep=True),
    Look("Chart", size=TABLE, line=240, align="center", after=160, rule="auto"),  # as high as its picture
    Look("Note", size=TABLE, line=400, align="left"),
    Look("Signature", align="right", before=2 * LINE, keep=True),
    Look("Date", align="right", after=LINE),
    Look("Imprint", size=SMALL, line=460, side_chars=100, extra=_RIGHT_TAB),
    Look("footer", SONG, SONG, size=SMALL, line=SMALL * 20, side_chars=100),
)


_TABLE_STYLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:top w:w="28" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style>"
)


def styles_xml(language: str) -> str:
    tag = TAGS[language]
    latin, east = ("en-US", tag) if tag.startswith("zh") else (tag, "zh-CN")
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:lang w:val="{latin}" w:eastAsia="{east}"/>'
        f"</w:rPr></w:rPrDefault></w:docDefaults>"
        f"{''.join(look.xml() for look in LOOKS)}{_TABLE_STYLE}</w:styles>"
    )


def settings_xml() -> str:
    return (
        f'<w:settings xmlns:w="{W}"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def fonts_xml() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{W}">{fonts}</w:fonts>'
