"""The sentence a matter came from."""

from __future__ import annotations

from typing import Any

from luoshi.desks.matter.sight import Sight


def origin(seen: Sight) -> Any:
    """None for a matter that was registered directly."""
    return None
