"""From a text to its parts: paragraphs, sentences, and the pieces between ； and enumerators, as spans of the shape."""

import itertools
import re
from dataclasses import dataclass

from luoshi.engine.minutes.units import Span

CHINESE = "[一二三四五六七八九十]{1,3}"
LONGEST = 1500
PARAGRAPH = re.compile(r"[^\n]+")
SPACES = re.compile(r" {2,}")
SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?")
ENUMERATOR = re.compile(
    rf"(?:^|(?<=[，；：。！？ \n]))\s*(?:(?:{CHINESE}(?:是|则|、)|第{CHINESE}(?:，|、|条|：)|（(?:{CHINESE}|\d{{1,2}})）|\d{{1,2}}[.、）](?!\d)|[①-⑳])\s*|{CHINESE}(?=要))"
)
DATELINE = re.compile(r"[^，。；：\n]{0,20}\d{1,2}月\d{1,2}日(?:电|讯|消息)(?:[ ，]?（[^）]*）)?[ ，]?")
HEADING = re.compile(
    rf"^\s*(?:{CHINESE}、|（{CHINESE}）|第{CHINESE}[章节编部]|附件|标题：|来源：|URL|文种：|【)[^。；，]*$"
)


@dataclass(frozen=True)
class Part:
    """A piece of a sentence to be read alone. `numbered`: an enumerator stood before it. `opens`: its sentence begins here;
    `colon`: what follows continues under it."""

    start: int
    end: int
    opens: bool
    numbered: bool


def paragraphs(shape: str) -> list[Span]:
    """Lines, and pieces of lines set apart by runs of blanks after a sentence's end. A dateline is cut off with all before it."""
    spans: list[Span] = []
    for line in PARAGRAPH.finditer(shape):
        start = line.start()
        if dateline := DATELINE.search(shape, start, min(line.end(), start + 500)):
            start = dateline.end()
        for gap in SPACES.finditer(shape, start, line.end()):
            if shape[gap.start() - 1] in "。！？；":
                spans.append((start, gap.start()))
                start = gap.end()
        spans.append((start, line.end()))
    return [(a, b) for a, b in spans if shape[a:b].strip()]


def is_heading(paragraph: str) -> bool:
    """A line that only names what follows it."""
    return len(paragraph) <= 60 and bool(HEADING.match(paragraph))


def is_title(paragraph: str) -> bool:
    """A line without any closing mark, such as the headline."""
    return not re.search(r"[。；：！？]\s*$", paragraph) and "。" not in paragraph


def sentences(shape: str, paragraph: Span) -> list[list[Part]]:
    """The sentences of a paragraph, each as its parts."""
    found = []
    for match in SENTENCE.finditer(shape, *paragraph):
        if match.end() - match.start() <= LONGEST:
            found.append(_parts(shape, match.span()))
    return [parts for parts in found if parts]


def _parts(shape: str, sentence: Span) -> list[Part]:
    start, end = sentence
    cuts: dict[int, tuple[int, bool]] = {start: (start, False)}
    for match in re.compile("；").finditer(shape, start, end):
        cuts[match.end()] = (match.end(), False)
    for match in ENUMERATOR.finditer(shape, start, end):
        if match.end() < end:
            cuts[match.start()] = (match.end(), not match[0].rstrip().endswith("条"))
    order = sorted(cuts)
    bounds = zip(order, [*order[1:], end], strict=True)
    return [
        Part(*trimmed, opens=at == start, numbered=cuts[at][1])
        for at, until in bounds
        if (trimmed := trim(shape, cuts[at][0], until)) is not None
    ]


def trim(shape: str, start: int, end: int) -> Span | None:
    """Without marks and blanks at either end; None where nothing is left."""
    while start < end and shape[start] in " ，；：。！？!?、\n":
        start += 1
    while end > start and shape[end - 1] in " ，；。！？!?、\n":
        end -= 1
    return (start, end) if end > start else None


def clauses(shape: str, start: int, end: int) -> list[Span]:
    """The pieces between commas and colons."""
    cuts = [start - 1, *(i for i in range(start, end) if shape[i] in "，："), end]
    return [(a + 1, b) for a, b in itertools.pairwise(cuts) if b > a + 1]
