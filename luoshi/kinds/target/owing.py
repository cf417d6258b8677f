"""Who a district's gap comes from, unit by unit, to the last cent; what comes from nobody has a name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from luoshi.core.matters.models import Nature
from luoshi.engine import gap as arithmetic
from luoshi.kinds.target.year_goal import YearGoal

By = Literal["pro_rata", "path"]
Of = Literal["units", "children", "lead"]


@dataclass(frozen=True)
class Whole:
    """The district's figure: due by now (by pro-rata or by trajectory), reached, and the goal of the year."""

    due: int
    value: int
    goal: int
    month: int
    nature: str
    adds: bool
    direction: str
    by: By = "pro_rata"

    @property
    def gap(self) -> int:
        """Below zero is short."""
        return (self.value - self.due) * (1 if self.direction == "more" else -1)


@dataclass(frozen=True)
class Member:
    """What a gap may come from: a unit's target of the same indicator, or a child, by the matter's code.

    `base` is what it weighs where figures do not add up. `due`: said here, or else by its goal. A unit may hold a share
    of the cascade and no target (`has_target`): nobody knows what it reached.
    """

    code: str
    unit: str
    name: str
    value: int | None
    goal: YearGoal = field(default_factory=YearGoal)
    base: int | None = None
    due: int | None = None
    has_target: bool = True


@dataclass(frozen=True)
class Piece:
    """A unit's part of the gap, below zero is short, None where it did not report; `codes` of its matters.

    `due` and `value` are the unit's own figures: None where several matters of a mean are told together.
    """

    unit: str
    name: str
    codes: tuple[str, ...]
    due: int | None
    value: int | None
    gap: int | None


@dataclass(frozen=True)
class Contributions:
    """A gap taken apart; below zero is short. Sums exactly:

    gap == Σ piece.gap + unallotted + unreported + (discrepancy or 0) + (hidden or 0)

    `of` says what the pieces are: units' targets of the same indicator, the children that the number follows from by
    their lead unit, or the lead unit alone. `unallotted`: due from the district and from no unit. `discrepancy`: by
    what the units' figures differ from the district's own; unknown while somebody is silent, whose part stands in
    `unreported` with it; `untold` counts the units that hold a share and have no target here. `hidden`: what comes from
    units that the person may not see, all residuals with it; None where they see all. `problem`: why units' figures
    were not weighed ("no_goal", "base_missing"), with whom.
    """

    by: By
    of: Of
    gap: int
    pieces: tuple[Piece, ...]
    unallotted: int = 0
    unreported: int = 0
    discrepancy: int | None = 0
    silent: tuple[str, ...] = ()
    untold: int = 0
    hidden: int | None = None
    problem: str = ""
    problem_with: tuple[str, ...] = ()


def of_members(
    whole: Whole, members: Sequence[Member], of: Of, *, lead: tuple[str, str, str], seen: Collection[str]
) -> Contributions:
    """Take the gap apart by members; by the lead unit (unit code, name, matter code) alone where that cannot be done.

    `seen`: the codes of the members that may be named; the others' parts are told as one.
    """
    counted = [member for member in members if whole.adds or of == "children" or member.goal.goal is not None]
    if not counted:
        return _alone(whole, lead)
    try:
        dues = _dues(whole, counted)
        parts = [arithmetic.Part(m.code, dues[m.code], m.value, m.base) for m in counted]
        found = arithmetic.contributions(
            (whole.due, whole.value), parts, _nature(whole), sums=whole.adds, direction=whole.direction
        )
    except arithmetic.GapError as error:
        names = tuple(member.name for member in counted if member.code in error.keys and member.code in seen)
        return replace(_alone(whole, lead), problem=error.code, problem_with=names)
    return _restricted(_told(whole, counted, of, dues, found), counted, seen)


def _nature(whole: Whole) -> str:
    """A mean of children is a level that does not add up, whatever it is a mean of."""
    return whole.nature if whole.adds or whole.nature == Nature.RATE else Nature.POINT


def _alone(whole: Whole, lead: tuple[str, str, str]) -> Contributions:
    unit, name, code = lead
    piece = Piece(unit, name, (code,), whole.due, whole.value, whole.gap)
    return Contributions(whole.by, "lead", whole.gap, (piece,))


def _dues(whole: Whole, members: Sequence[Member]) -> dict[str, int]:
    """Each member's due: by its own trajectory where that counts, else its share of the district's due by goals."""
    shares: Mapping[str, int] = {}
    if whole.adds:
        goals = {member.code: member.goal.goal or 0 for member in members}
        shares = arithmetic.dues(whole.due, goals, whole.goal).parts
    return {member.code: _due(whole, member, shares) for member in members}


def _due(whole: Whole, member: Member, shares: Mapping[str, int]) -> int:
    if member.due is not None:
        return member.due
    by_path = member.goal.due_by_path(whole.month)
    if by_path is not None and (whole.by == "path" or whole.nature != Nature.CUMULATIVE):
        return by_path
    return shares[member.code] if whole.adds else member.goal.goal or 0


def _told(
    whole: Whole, members: Sequence[Member], of: Of, dues: Mapping[str, int], found: arithmetic.Contributions
) -> Contributions:
    named = [member for member in members if member.has_target]
    single = [Piece(m.unit, m.name, (m.code,), dues[m.code], m.value, _turned(found.parts[m.code])) for m in named]
    return Contributions(
        by=whole.by,
        of=of,
        gap=-found.gap,
        pieces=tuple(single),
        unallotted=-found.unallotted,
        unreported=-found.unreported,
        discrepancy=_turned(found.discrepancy),
        silent=tuple(member.name for member in named if member.code in found.silent),
        untold=len(members) - len(named),
    )


def _turned(part: int | None) -> int | None:
    """The engine counts what is missing; here what is short stands below zero."""
    return None if part is None else -part


def _restricted(told: Contributions, members: Sequence[Member], seen: Collection[str]) -> Contributions:
    if all(member.code in seen for member in members if member.has_target):
        return replace(told, pieces=_by_unit(told.pieces))
    pieces = [piece for piece in told.pieces if piece.codes[0] in seen]
    return replace(
        told,
        pieces=_by_unit(pieces),
        unallotted=0,
        unreported=0,
        discrepancy=None,
        silent=tuple(piece.name for piece in pieces if piece.gap is None),
        untold=0,
        hidden=told.gap - sum(piece.gap or 0 for piece in pieces),
    )


def _by_unit(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """One piece a unit, the shortest first, the silent last."""
    of_unit: dict[str, list[Piece]] = {}
    for piece in pieces:
        of_unit.setdefault(piece.unit, []).append(piece)
    found = [_together(own) if len(own) > 1 else own[0] for own in of_unit.values()]
    return tuple(sorted(found, key=lambda piece: (piece.gap is None, piece.gap or 0, piece.unit)))


def _together(pieces: Sequence[Piece]) -> Piece:
    known = [piece.gap for piece in pieces if piece.gap is not None]
    codes = tuple(code for piece in pieces for code in piece.codes)
    return Piece(pieces[0].unit, pieces[0].name, codes, None, None, sum(known) if known else None)
