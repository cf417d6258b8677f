"""The light of a matter (亮灯): computed from its figures, never chosen by hand, always with its reasons.

Source of the default thresholds: a city's published light rules of 2025: lag under 10 percentage points
green, 10 to 30 yellow, over 30 red, no report in the period grey.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Light = Literal["red", "yellow", "grey", "green"]
Code = Literal["done", "overdue", "due_soon", "silent", "lag", "on_track", "no_figure"]

WORST_FIRST: tuple[Light, ...] = ("red", "yellow", "grey", "green")


@dataclass(frozen=True)
class Thresholds:
    """Where a light changes. Lags and completion in basis points, days in calendar days.

    A lag of exactly `yellow_lag` is yellow, of exactly `red_lag` still yellow. `silence`: whether a missing
    report counts.
    """

    yellow_lag: int = 1000
    red_lag: int = 3000
    due_soon_days: int = 7
    due_soon_completion: int = 8000
    silence: bool = True


@dataclass(frozen=True)
class Case:
    """What is known of one matter on `today`. Completion and elapsed in basis points, None where unknown.

    `silent`: no report came for a period that has closed. `awaiting`: one came and waits for verification;
    that is not silence. Without `due` a matter is never overdue.
    """

    today: date
    due: date | None
    done: bool
    completion: int | None
    elapsed: int | None
    silent: bool
    awaiting: bool


@dataclass(frozen=True, init=False)
class Reason:
    """Why a light is what it is, with the numbers a page needs to explain it: Reason("overdue", days=3).

    done, silent: none. overdue: days. due_soon: days, completion_bp if known. no_figure: elapsed_bp. lag:
    lag_bp, completion_bp, elapsed_bp, limit_bp (the threshold reached). on_track: the same without limit_bp,
    as far as known.
    """

    code: Code
    numbers: Mapping[str, int] = field(hash=False)

    def __init__(self, code: Code, **numbers: int) -> None:
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "numbers", numbers)

    def as_dict(self) -> dict[str, str | int]:
        """Flat, for a ledger's text: {"code": "overdue", "days": 3}."""
        return {"code": self.code, **self.numbers}


@dataclass(frozen=True)
class Judgement:
    """A light and everything that speaks for it, the most severe reason first."""

    light: Light
    reasons: tuple[Reason, ...]


def light(case: Case, thresholds: Thresholds) -> Judgement:
    """Judge one matter: the worst reason wins, but silence without a red reason is grey.

    A done matter is green whatever else is known of it.
    """
    if case.done:
        return Judgement("green", (Reason("done"),))
    found = sorted(_findings(case, thresholds), key=lambda finding: WORST_FIRST.index(finding[0]))
    if not found:
        return Judgement("green", (Reason("on_track", **_figures(case)),))
    reasons = tuple(reason for _, reason in found)
    if found[0][0] != "red" and any(reason.code == "silent" for reason in reasons):
        return Judgement("grey", tuple(sorted(reasons, key=lambda reason: reason.code != "silent")))
    return Judgement(found[0][0], reasons)


def worst(lights: Iterable[Light]) -> Light:
    """The worst of several lights, red > yellow > grey > green; grey of none, for nothing is known."""
    return min(lights, key=WORST_FIRST.index, default="grey")


def _findings(case: Case, thresholds: Thresholds) -> Iterator[tuple[Light, Reason]]:
    yield from _by_date(case, thresholds)
    yield from _by_lag(case, thresholds)
    if thresholds.silence and case.silent and not case.awaiting:
        yield "grey", Reason("silent")
    elif case.completion is None and case.elapsed:
        # Grey is for a report that is missing, not for one that is not due yet or waits for verification.
        yield "green", Reason("no_figure", elapsed_bp=case.elapsed)


def _by_date(case: Case, thresholds: Thresholds) -> Iterator[tuple[Light, Reason]]:
    if case.due is None:
        return
    days = (case.due - case.today).days
    if days < 0:
        yield "red", Reason("overdue", days=-days)
    elif days <= thresholds.due_soon_days and (case.completion or 0) < thresholds.due_soon_completion:
        known = {} if case.completion is None else {"completion_bp": case.completion}
        yield "yellow", Reason("due_soon", days=days, **known)


def _by_lag(case: Case, thresholds: Thresholds) -> Iterator[tuple[Light, Reason]]:
    figures = _figures(case)
    lag = figures.get("lag_bp", 0)
    if lag > thresholds.red_lag:
        yield "red", Reason("lag", **figures, limit_bp=thresholds.red_lag)
    elif "lag_bp" in figures and lag >= thresholds.yellow_lag:
        yield "yellow", Reason("lag", **figures, limit_bp=thresholds.yellow_lag)


def _figures(case: Case) -> dict[str, int]:
    figures = {}
    if case.completion is not None and case.elapsed is not None:
        figures["lag_bp"] = case.elapsed - case.completion
    if case.completion is not None:
        figures["completion_bp"] = case.completion
    if case.elapsed is not None:
        figures["elapsed_bp"] = case.elapsed
    return figures
