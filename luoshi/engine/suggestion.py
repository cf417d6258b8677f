"""What a directive's own words suggest for its matter: a title, and a goal where they give a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

SHORT = 60
LEAST = 6  # characters; less is no title
WHOLE = ("100", "%")
GOAL = re.compile(
    r"(?:不低于|不少于|高于|超过|达到|突破)?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<label>[^\d以]{1,12}?)(?:以上|左右)?"
)
# 要素, 应急 and the like are words of their own.
MODAL = r"(?:务必|一定要|需要|要(?![素求点件闻害])|须|需(?![求要])|应(?![急用对收届付]))?"
NEVER = "(?:(?!))"
DANGLING = re.compile(r"^[的和与及、，,；;：:）)以并]|^(?:会同|配合|等)")
CLAUSE = re.compile(r"[，；。,;]")


def goal(measure: str) -> tuple[str, str]:
    """ "不少于20家" → ("20", "家"): the least that is asked. What may not be exceeded is no goal.

    Where there is no goal it is 100 %.
    """
    found = GOAL.fullmatch("".join(measure.split()))
    return (found["number"].replace(",", ""), found["label"]) if found else WHOLE


def title(sentence: str, units: Sequence[str], deadline: str) -> str:
    """The sentence without whom it is said to and by when, where that is how it begins; at most SHORT characters."""
    whole = sentence.rstrip("。；; ")
    addressed = "、".join(map(re.escape, units))
    day = rf"(?:[在于]?{re.escape(deadline)}[，,]?)" if deadline else NEVER
    to_whom = rf"{addressed}[，,]?{MODAL}{day}?{MODAL}" if addressed else NEVER
    rest = re.sub(rf"^(?:{to_whom}|{day}{MODAL})", "", whole, count=1)
    return _cut(whole if len(rest) < LEAST or DANGLING.search(rest) else rest)


def _cut(text: str) -> str:
    """Whole clauses as far as they fit."""
    if len(text) <= SHORT:
        return text
    ends = [end.start() for end in CLAUSE.finditer(text, LEAST, SHORT + 1)]
    return text[: ends[-1]] if ends else f"{text[: SHORT - 1]}…"
