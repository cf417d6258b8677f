"""What the facts of this room change."""

from typing import Any

PROJECTORS: dict[Any, Any] = {}
TABLES: list[Any] = []
