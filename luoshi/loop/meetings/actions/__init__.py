"""What one does with a meeting: convene it, take its minutes, settle what each sentence asks, and assign.

All need `assign` over the meeting's unit (PermissionDenied). ValidationError, by field and in the user's
language, says what cannot be taken; then nothing is written.
"""

from luoshi.loop.meetings.actions.assignment import Choice, assign
from luoshi.loop.meetings.actions.directives import correct, drop, mark, merge, restore, split
from luoshi.loop.meetings.actions.meeting import convene, take_minutes

__all__ = [
    "Choice",
    "assign",
    "convene",
    "correct",
    "drop",
    "mark",
    "merge",
    "restore",
    "split",
    "take_minutes",
]
