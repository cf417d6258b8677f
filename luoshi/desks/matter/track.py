"""The stages a matter passes, and when it came to each."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.core.ledger.queries import entries_about
from luoshi.core.matters.kinds import Kind, Stage
from luoshi.desks.matter.sight import Sight


@dataclass(frozen=True)
class Step:
    """`state` is done, now or empty; `on` the day it came to this stage as ISO text, `entry` what says so."""

    stage: Stage
    state: str
    on: str = ""
    entry_url: str = ""


def track(seen: Sight) -> list[Step]:
    """One query: the facts that moved the matter."""
    moves = entries_about(seen.now.region.pk, seen.shown.code, head=seen.head).filter(fact="Moved").order_by("seq")
    came: dict[str, tuple[str, str]] = {}
    for entry in moves:
        data = entry.parsed["data"]
        came[data["stage"]] = (data["on"], seen.entry_url(entry.seq))
    stages = way(seen.kind, list(came), seen.shown.stage)
    here = next(number for number, stage in enumerate(stages) if stage.code == seen.shown.stage)
    return [Step(stage, _state(number, here), *came.get(stage.code, ())) for number, stage in enumerate(stages)]


def way(kind: Kind, passed: list[str], now: str) -> list[Stage]:
    """Where it has been, where it is, and the usual way on: each stage's first move."""
    codes = list(dict.fromkeys([kind.stages[0].code, *passed]))
    usual = _onward(kind, kind.stages[0].code)
    if now in usual:
        return [kind.stage(code) for code in usual]
    # It left the usual way: what follows there will not come.
    been = [code for code in usual if code in codes]
    return [kind.stage(code) for code in [*been, now]]


def _onward(kind: Kind, code: str) -> list[str]:
    found = [code]
    while moves := [move for move in kind.stage(found[-1]).moves if move not in found]:
        found.append(moves[0])
    return found


def _state(number: int, here: int) -> str:
    return "now" if number == here else "done" if number < here else ""
