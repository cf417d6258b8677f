"""The text of the minutes as a page shows it: paragraphs, with the sentences that ask for something
marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.loop.meetings.queries import Outcome

CLOSING = "。；：！？，、.;:!?,”）)"
HEADING = 60


@dataclass(frozen=True)
class Piece:
    """Words in a row; `mark` is the directive they belong to, `first` whether its number stands before
    them.
    """

    text: str
    mark: Outcome | None = None
    first: bool = False


@dataclass(frozen=True)
class Paragraph:
    """`style` is title for the first line that closes no sentence, heading for others, else empty."""

    style: str
    pieces: list[Piece]


def paragraphs(text: str, outcomes: Sequence[Outcome]) -> list[Paragraph]:
    """One for each line that is not blank. `outcomes` are in the order of the text and do not overlap."""
    found: list[Paragraph] = []
    waiting = list(outcomes)
    for start, end in _lines(text):
        while waiting and waiting[0].end <= start:
            waiting.pop(0)
        pieces = list(_pieces(text, start, end, waiting))
        plain = len(pieces) == 1 and pieces[0].mark is None
        heading = plain and end - start <= HEADING and text[end - 1] not in CLOSING
        found.append(Paragraph(("heading" if found else "title") if heading else "", pieces))
    return found


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of lines without the blanks around them."""
    at = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = at + line.index(words)
            yield start, start + len(words)
        at += len(line) + 1


def _pieces(text: str, start: int, end: int, waiting: Sequence[Outcome]) -> Iterator[Piece]:
    at = start
    for outcome in waiting:
        if outcome.start >= end:
            break
        left, right = max(outcome.start, at), min(outcome.end, end)
        if left > at:
            yield Piece(text[at:left])
        yield Piece(text[left:right], outcome, first=outcome.start >= start)
        at = right
    if at < end:
        yield Piece(text[at:end])
