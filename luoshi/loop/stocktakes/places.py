"""The places of a stocktake: its sections in their order, and where people may say something."""

from __future__ import annotations

import re

SECTIONS = ("figures", "work", "directives", "boards", "outlook", "risks", "proposals")
OPENING, CLOSING = "opening", "closing"
PROPOSAL = re.compile(r"proposal-(?:board|directive|matter|own)-[A-Za-z0-9_-]{1,60}")


def before(section: str) -> str:
    return f"{section}-before"


def after(section: str) -> str:
    return f"{section}-after"


PLACES = frozenset({OPENING, CLOSING, *map(before, SECTIONS), *map(after, SECTIONS)})


def is_place(name: str) -> bool:
    return name in PLACES or bool(PROPOSAL.fullmatch(name))
