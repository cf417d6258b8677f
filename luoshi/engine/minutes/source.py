"""A text as its reader wants it, with the way back to the text as it was given.

`Source.plain` is the original without stray pinyin, blanks around figures and line ends within a sentence, in simplified script, with one form of each mark; `Source.shape`
is `plain` with the inside of quotations, titles and brackets blanked, so that grammar is not read inside them. Both have
the same length, and `origin[i]` is the offset in the original of their character i.
"""

import re
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

from luoshi.engine.minutes.wrapping import wraps

BLANK = "\u25a1"
SYLLABLE = r"(?:zh|ch|sh|[bpmfdtnlgɡkhjqxzcsryw])?[aeiouüvāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,4}(?:nɡ|ng|n|r)?"
PINYIN = re.compile(rf"(?<=[\u3400-\u9fff])[(（]{SYLLABLE}[)）]|[\u200b-\u200d\ufeff\u00ad]")
MARKS = str.maketrans(
    {
        ",": "，", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）", "「": "“", "」": "”", "『": "“", "』": "”",
        "〈": "《", "〉": "》", ":": "：", "﹒": ".", "．": ".", "％": "%", "～": "~", "\u3000": " ", "\xa0": " ",
        "\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n",
        **{chr(0xFF10 + i): str(i) for i in range(10)},
        **{chr(0xFF21 + i): chr(65 + i) for i in range(26)},
        **{chr(0xFF41 + i): chr(97 + i) for i in range(26)},
    }
)  # fmt: skip
# 8 月 7 日: blanks that typesetting puts around figures; but not those before an enumerator.
THIN = re.compile(
    r"(?<=[\u4e00-\u9fff\d])[ \u00a0](?=\d)(?!\d{1,2}[.、．）])|(?<=\d)[ \u00a0](?=[\u4e00-\u9fff%％])(?<![.、．]\d )"
)
NUMBER_MARK = re.compile(r"(?<=\d)[，：:](?=\d)")
ENCLOSED = re.compile(
    r"“([^“”\n]{1,200})”|《([^《》\n]{1,120})》|（((?:[^（）\n]|（[^（）\n]{0,40}）){1,300})）|〔([^〔〕\n]{1,20})〕"
)
ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}|\d{1,2}")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def simplified(character: str) -> str:
    """One character in simplified script; one that would become several is left alone, so that offsets hold."""
    if character < "\u3400":
        return character
    converted = _converter().convert(character)
    return converted if len(converted) == 1 else character


def folded(text: str) -> str:
    """`text` in simplified script without stray pinyin, for comparing names."""
    return "".join(map(simplified, PINYIN.sub("", text)))


@dataclass(frozen=True)
class Source:
    text: str
    plain: str
    shape: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Source":
        origin = _kept(text)
        plain = "".join(simplified(text[i]) for i in origin).translate(MARKS)
        plain = NUMBER_MARK.sub(lambda m: "," if m[0] == "，" else ":", plain)
        plain = _paired_quotes(plain)
        return cls(text, plain, ENCLOSED.sub(_blank, plain), origin)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of `plain[start:end]`; pinyin that belongs to the last character stays with it."""
        last = self.origin[end - 1] + 1
        stray = PINYIN.match(self.text, last)
        return self.origin[start], stray.end() if stray else last

    def written(self, start: int, end: int) -> str:
        """`plain[start:end]` as the original has it, but for line ends within."""
        return re.sub(r"\s*[\r\n]\s*", "", self.text[slice(*self.span(start, end))])


def _kept(text: str) -> tuple[int, ...]:
    kept: list[int] = []
    position = 0
    strays = [match.span() for pattern in (PINYIN, THIN) for match in pattern.finditer(text)]
    for start, end in sorted(strays + wraps(text)):
        kept.extend(range(position, start))
        position = end
    kept.extend(range(position, len(text)))
    return tuple(kept)


def _paired_quotes(text: str) -> str:
    """Straight quotation marks become opening and closing ones, line by line."""
    if '"' not in text:
        return text
    out, is_open = [], False
    for character in text:
        if character in '“”"':
            is_open = not is_open if character == '"' else character == "“"
            character = "“" if is_open else "”"
        elif character == "\n":
            is_open = False
        out.append(character)
    return "".join(out)


def _blank(match: re.Match[str]) -> str:
    inner = match[0][1:-1]
    if ORDINAL.fullmatch(inner):
        return match[0]
    return match[0][0] + BLANK * len(inner) + match[0][-1]
