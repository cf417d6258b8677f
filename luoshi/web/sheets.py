"""The protocol of a sheet: a table that people fill in and upload, and what becomes of each of its rows.

A room that takes tables in writes a `Sheet` and names its module in settings.SHEETS (`SHEETS` there is a tuple of
instances). The desk does the rest: it reads the file, maps its columns, checks every value by its column's kind,
shows what would change, and applies what was accepted, chunk by chunk.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar

from django.utils.functional import Promise

from luoshi.web.cells import NOTHING

Kind = Literal["text", "number", "whole", "period", "day", "choice"]
State = Literal["new", "changed", "unchanged", "refused"]
Words = Promise | str

CHUNK = 500
Thing = TypeVar("Thing")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a sheet. Its `kind` says what a value is once it was read, always text, "" where nothing stands:

    text      as typed, without spaces around it
    number    a plain decimal such as -1234.5; thousands separators, full-width digits and a % sign are gone
    whole     the same without decimals
    period    2026-08, 2026Q3, 2026H1 or 2026, however it was written
    day       2026-08-31
    choice    exactly one of the choices

    `synonyms` are other heads by which people's own tables call it; `hint` says in the template what belongs there.
    """

    code: str
    name: Words
    kind: Kind = "text"
    required: bool = False
    choices: Sequence[str] = ()
    hint: Words = ""
    synonyms: Sequence[str] = ()
    width: int = 16


@dataclass(frozen=True)
class Line:
    """A row that was read: its `number` in the file; by column code its values, the file's column letters and heads."""

    number: int
    values: Mapping[str, str]
    where: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, code: str) -> str:
        return self.values.get(code, "")


@dataclass(frozen=True)
class Cell:
    """A cell of a column that the sheet does not know: `head` is what stands above it, levels parted by " / "."""

    letter: str
    head: str
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it, or what tables write for that."""
        return bool(NOTHING.fullmatch(self.text))


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a line would do.

    `subject`: what it is about, as a person calls it. `shown`: (column name, before, after) of what differs.
    `reasons`: (column code or "", why) of a refusal. `payload`: what `apply` needs of it, as JSON can hold it.
    """

    number: int
    state: State
    subject: str = ""
    shown: Sequence[tuple[str, str, str]] = ()
    reasons: Sequence[tuple[str, str]] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Brought:
    """The file as it was brought: what the person calls it, and where it lies."""

    name: str
    path: Path


class Refused(Exception):  # noqa: N818 - a word of the house, not an accident
    """`apply` cannot take some of its payloads: their places in what was handed over → why, in words for a person."""

    def __init__(self, reasons: Mapping[int, str]) -> None:
        super().__init__(dict(reasons))
        self.reasons = reasons


class Sheet(ABC):
    """A sheet that can be uploaded. `person` is who uploads, `ground` the Moment it is done in (region, plan); for
    `compare` and `apply` it also has the file itself, `brought`.

    `unfolds`: in a wide table each column that no column of the sheet was mapped to is a value of its own (units in
    rows, indicators in columns). These two codes then say what its head and what its cell stand for. Where the file
    has a column for both, it is long already and is read as it is.
    """

    code: ClassVar[str]
    name: ClassVar[Words]
    question: ClassVar[Words]
    columns: ClassVar[Sequence[Column]]
    unfolds: ClassVar[tuple[str, str] | None] = None

    @abstractmethod
    def may(self, person: Any) -> bool:
        """Whether the person may use this sheet at all; which rows they may change is for `compare` and `apply`."""

    @abstractmethod
    def compare(self, lines: Iterable[Line], *, person: Any, ground: Any) -> Iterator[Change]:
        """One change a line, in their order, writing nothing.

        Called once for a whole file, whose lines come as a stream: take them by `chunks`, with a number of queries a
        chunk that does not grow with its rows. Values are read and required ones are there. The same thing twice in
        one file is for the sheet to refuse.
        """

    @abstractmethod
    def apply(self, payloads: Sequence[Mapping[str, Any]], *, person: Any, ground: Any, reason: str) -> int:
        """Write a chunk of accepted changes; gives how many were written. The caller has opened a transaction.

        Looks again at what stands now and at what the person may do: a payload that no longer fits is refused by
        raising `Refused` (or Django's ValidationError, after which they come one by one). Applied twice it writes
        nothing the second time.
        """

    def choices(self, column: Column, *, person: Any, ground: Any) -> Sequence[str]:
        """What a choice column offers; overridden where that depends on the person or the ground."""
        return column.choices

    def rows(self, *, person: Any, ground: Any) -> Iterator[Mapping[str, Any]] | None:
        """What stands now, as values by column code, to be downloaded, corrected and uploaded; None: not offered."""
        return None

    def unfold(self, line: Line, cells: Sequence[Cell]) -> Iterator[Line]:
        """The lines of one row of a wide table: `line` holds what was mapped, `cells` the rest of the row.

        Blank cells are among them, since they too stand between others; none becomes a line.
        """
        head, value = self.unfolds or ("", "")
        for cell in (cell for cell in cells if not cell.blank):
            where = {**line.where, head: cell.letter, value: cell.letter}
            yield Line(line.number, {**line.values, head: cell.head, value: cell.text}, where)


def chunks(things: Iterable[Thing], size: int = CHUNK) -> Iterator[list[Thing]]:
    """The things as lists of at most `size`."""
    iterator = iter(things)
    while chunk := list(islice(iterator, size)):
        yield chunk
