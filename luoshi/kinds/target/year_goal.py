"""What should stand of a figure at the end of a month of a year."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.core.matters.models import Nature
from luoshi.engine import progress
from luoshi.engine.trajectory import planned


@dataclass(frozen=True)
class YearGoal:
    """A goal of a year and its own trajectory, empty where it has none; both unknown while no goal was set."""

    goal: int | None = None
    path: Sequence[int] = ()

    @classmethod
    def stored(cls, goal: int, path: str) -> YearGoal:
        """From the columns of a `Goal`."""
        return cls(goal, tuple(json.loads(path)))

    def due(self, month: int, nature: str) -> int | None:
        """Months ÷ 12 of a sum; of a level or a rate what its trajectory asks for, else all of it."""
        if self.goal is None:
            return None
        return planned(() if nature == Nature.CUMULATIVE else self.path, self.goal, month, nature)

    def due_by_path(self, month: int) -> int | None:
        return progress.at_month(self.path, month) if self.path else None
