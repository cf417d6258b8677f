"""Minutes, meeting reports and task-division circulars in Chinese, read into directives.

`read(text, held_on=date)` returns the directives in the order of the text; they do not overlap.
"""

from datetime import date

from luoshi.engine.minutes.directive import Directive, as_dict
from luoshi.engine.minutes.reader import Reader
from luoshi.engine.minutes.source import Source

__all__ = ["Directive", "as_dict", "read"]


def read(text: str, *, held_on: date) -> list[Directive]:
    """The directives in `text`. Offsets are those of `text` itself; a deadline counts from `held_on`."""
    return Reader(Source.of(text), held_on).read()
