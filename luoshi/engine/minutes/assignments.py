"""Who answers for a task in task-division circulars: （6月底完成，牵头单位：甲、乙）, （甲牵头，乙、丙配合）, 责任单位：甲.

An assignment belongs to the sentences between it and the assignment before it, within its item.
"""

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from luoshi.engine.minutes import deadlines, units
from luoshi.engine.minutes.units import Span

LABEL = (
    r"(?P<label>牵头(?:考核)?(?:单位|部门)|责任(?:单位|部门|主体)|主办单位|承办单位|主责单位|配合(?:单位|部门)|协办单位|协助单位|参与单位|参加单位|"
    r"完成(?:时限|时间)|时间(?:节点|要求)|办结时限|时限(?:要求)?|牵头领导|责任领导|责任人|联系人|完成标志|工作目标)"
)
PLAIN_LABEL = LABEL.replace("?P<label>", "?:")
ROLE = re.compile(
    r"(?P<names>.{2,120}?)(?:等)?(?:共同|分别|具体)?(?P<role>牵头(?:负责|组织)?|按(?:照)?职责(?:分工)?(?:负责|配合|落实)|负责|配合|参与|主办|协办|协助)$"
)
BRACKET = re.compile(r"（(?P<inner>(?:[^（）\n]|（[^（）\n]{0,40}）){2,300})）")
TELLING = re.compile(rf"(?:{LABEL})\s*：|牵头|(?:负责|配合)$|分工负责")
LINE = re.compile(rf"(?:{PLAIN_LABEL}\s*：\s*[^\n：]{{0,200}}?(?:\n|$|[；。，]|\s(?=\S)))+")
FIELD = re.compile(rf"^\s*(?:{LABEL})\s*：\s*")
ITEM = re.compile(
    r"^\s*(?:\d{1,3}[.、]|（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、|[①-⑳]|第[一二三四五六七八九十]{1,3}条)",
    re.M,
)
PIECE = re.compile(r"[；。\n]|，(?![^（]{0,60}）)|\s+(?=\S{2,8}：)")


@dataclass(frozen=True)
class Assignment:
    """`start`, `end` of the notation; `since` is where the sentences it belongs to begin. All are offsets in the text."""

    since: int
    start: int
    end: int
    leads: tuple[Span, ...]
    units: tuple[Span, ...]
    deadline: deadlines.Deadline | None


def find(text: str, held_on: date) -> list[Assignment]:
    """All assignments in `text` (simplified script), in order."""
    items = [match.start() for match in ITEM.finditer(text)]
    found: list[Assignment] = []
    floor = 0
    for start, end, inner in _notations(text):
        if start < floor:
            continue
        if assignment := _read(text, _since(text, items, floor, start), (start, end), inner, held_on):
            found.append(assignment)
        floor = end
    return found


def _notations(text: str) -> list[tuple[int, int, Span]]:
    brackets = [(m.start(), m.end(), m.span("inner")) for m in BRACKET.finditer(text) if TELLING.search(m["inner"])]
    lines = [(m.start(), m.end(), m.span()) for m in LINE.finditer(text)]
    return sorted(brackets + lines)


def _since(text: str, items: list[int], floor: int, position: int) -> int:
    """Where the task before `position` begins: its paragraph; under a line of its own, the numbered item or line above."""
    paragraph = text.rfind("\n", floor, position) + 1
    start = max(paragraph, floor)
    if text[start:position].strip():
        return start
    if number := bisect_left(items, position):
        return max(floor, items[number - 1])
    return max(floor, text.rfind("\n", floor, max(floor, paragraph - 1)) + 1)


def _read(text: str, since: int, whole: Span, inner: Span, held_on: date) -> Assignment | None:
    leads: list[Span] = []
    others: list[Span] = []
    deadline = None
    label = ""
    for start, end in _pieces(text, inner):
        piece = text[start:end]
        field = FIELD.match(piece)
        if field:
            label = field["label"]
            start += field.end()
        if (
            not field
            and (deadline is None)
            and (when := deadlines.find(piece, held_on))
            and not piece.endswith(("牵头", "负责"))
        ):
            deadline = deadlines.Deadline(when.start + start, when.end + start, when.due)
            continue
        if "时" in label and (when := deadlines.find(text[start:end], held_on)):
            deadline = deadline or deadlines.Deadline(when.start + start, when.end + start, when.due)
            continue
        role, spans = _names(text, start, end, label)
        (leads if role.startswith("牵头") else others).extend(spans)
    if not leads and not others:
        return None
    return Assignment(since, *whole, tuple(leads), tuple(leads + [u for u in others if u not in leads]), deadline)


def _pieces(text: str, inner: Span) -> list[Span]:
    cuts = [inner[0] - 1, *(m.start() for m in PIECE.finditer(text, *inner)), inner[1]]
    return [(a + 1, b) for a, b in itertools.pairwise(cuts) if b > a + 1]


def _names(text: str, start: int, end: int, label: str) -> tuple[str, list[Span]]:
    if label.endswith(("领导", "人", "标志", "目标")) or "时" in label:
        return "", []
    piece = text[start:end]
    match = ROLE.match(piece)
    role = match["role"] if match else label
    phrase = match["names"] if match else piece if label else ""
    phrase = phrase.removeprefix("由")
    shift = start + (len(match["names"]) - len(phrase) if match else 0)
    return role, [span for span in units.names(phrase, shift) if span[1] - span[0] <= 40]
