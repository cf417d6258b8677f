"""Lines that a page's width broke within a sentence, as in text copied from a PDF."""

import itertools
import re
from unicodedata import east_asian_width

Span = tuple[int, int]

LINE = re.compile(r"[^\n\r]+")
PAGE_NUMBER = re.compile(r"^[ \u3000]*[-—–－ ]*\d{1,3}[-—–－ ]*$")
CLOSED = re.compile(r"[。；：！？;:!?”」』）)]$")
# What begins a line of its own: an indent, an enumerator, a label, a heading.
BEGINS = re.compile(
    r"[ \t\u3000]{2}|\u3000|[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})(?:[）)、]|[.．](?!\d))|[①-⑳]|[一二三四五六七八九十]是|"
    r"第[一二三四五六七八九十]{1,3}(?:[章节条编部，、]|$)|[\u4e00-\u9fff]{2,8}[：:]|附件|[（(][^）)]*[）)]$|\d{4}年\d{1,2}月\d{1,2}日$"
)
NARROW, WIDE = 30, 120  # half-width columns that a page of running text has
SLACK = 6


def wraps(text: str) -> list[Span]:
    """The line ends to leave out, each with the blanks, empty lines and page number after it."""
    lines = [match for match in LINE.finditer(text) if match[0].strip() and not PAGE_NUMBER.match(match[0])]
    page = _page(lines)
    spans: list[Span] = []
    is_running = False
    for line, following in itertools.pairwise(lines):
        is_running = _goes_on(line[0].rstrip(), following[0], page, is_running=is_running)
        if is_running:
            spans.append((_end(line), following.start() + _indent(following)))
    return spans


def _goes_on(line: str, following: str, page: int | None, *, is_running: bool) -> bool:
    """Whether a line's sentence goes on in the line below. `is_running`: one went on from the line above."""
    if CLOSED.search(line) or BEGINS.match(following):
        return False
    is_text = re.search("[。；]", line) or (line[:1] in " \u3000" and re.search("[，,]", line))
    is_full = page is not None and width(line) >= page - SLACK
    return is_running or bool(is_text) or line.endswith(("，", "、", ",")) or is_full


def _page(lines: list[re.Match[str]]) -> int | None:
    """The width at which lines were broken, if at least two were: one long line among short ones is a paragraph."""
    widths = sorted((width(line[0].rstrip()) for line in lines), reverse=True)
    if not widths or not NARROW <= widths[0] <= WIDE:
        return None
    full = [line for line in lines if width(line[0].rstrip()) >= widths[0] - SLACK]
    broken = [line for line in full if not CLOSED.search(line[0].rstrip())]
    return widths[0] if len(broken) >= 2 else None


def width(line: str) -> int:
    """In half-width columns."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in line)


def _end(line: re.Match[str]) -> int:
    return line.start() + len(line[0].rstrip())


def _indent(line: re.Match[str]) -> int:
    return len(line[0]) - len(line[0].lstrip())
