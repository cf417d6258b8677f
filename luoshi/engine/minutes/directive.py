"""What was asked of whom by when: one directive as the minutes say it."""

from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True)
class Directive:
    """`start`, `end` are offsets in the text that was read and `text` is that slice.

    `speaker`, `units`, `lead_units`, `deadline` and `measure` are as written; `due` is the deadline as a date.
    `vague` says that nothing in it can be checked.
    """

    start: int
    end: int
    text: str
    speaker: str | None
    units: tuple[str, ...]
    lead_units: tuple[str, ...]
    deadline: str | None
    due: date | None
    measure: str | None
    vague: bool


def as_dict(directive: Directive) -> dict[str, object]:
    """The directive with lists for tuples and `due` as an ISO date or None: ready for JSON."""
    return asdict(directive) | {
        "units": list(directive.units),
        "lead_units": list(directive.lead_units),
        "due": directive.due.isoformat() if directive.due else None,
    }
