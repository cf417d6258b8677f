"""In what figures are counted, where the head above them says so: 完成额（万元）."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from luoshi.engine.quantity import MONEY
from luoshi.kinds.target import called
from luoshi.web.sheets import Line

BRACKETED = re.compile(r"^(?P<name>.*?)\s*[(\[【〔](?P<label>[^()\[\]【】〔〕]*)[)\]】〕]\s*$")
COUNTED_IN = re.compile(rf"^{called.COUNTED_IN}\s*[::]?\s*")


def plain_label(text: str) -> str:
    said = COUNTED_IN.sub("", text.strip())
    return called.PER_CENT.get(said, said)


def agreed(wanted: str, said: str) -> str:
    """The unit of measure to read figures in: the one `said`, where it is `wanted` or both are money; else ""."""
    said = plain_label(unicodedata.normalize("NFKC", said)) or wanted
    return said if said == wanted or {said, wanted} <= set(MONEY) else ""


def beneath(line: Line, column: str, label: str) -> str:
    """The unit of measure to read the line's cell in: `label`, or the money that stands in its column's head.

    Raises ValidationError where the head counts in what cannot be turned into `label`.
    """
    split = BRACKETED.match(unicodedata.normalize("NFKC", line.heads.get(column, "")).strip())
    said = plain_label(split["label"]) if split else ""
    if not said or not _counts(said, label):
        return label
    if found := agreed(label, said):
        return found
    told = _("This is counted in %(said)s, the indicator in %(label)s. Bring figures in that one.")
    raise ValidationError(told % {"said": said, "label": label})


def _counts(said: str, label: str) -> bool:
    """Whether what stands in brackets is a unit of measure and not some other remark."""
    return said in (*MONEY, "%", label) or said.startswith(called.MULTIPLES) or label.endswith(said)
