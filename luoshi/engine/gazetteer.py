"""Finds known units in a phrase of minutes: many names in one pass, the longest match wins, no overlaps.

Script is folded (traditional to simplified) and stray pinyin dropped in names and phrases alike. A phrase
like 各部门各单位 names nobody in particular: it yields no key, and `is_general` says so.
"""

import re
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

import ahocorasick

from luoshi.engine.minutes.source import folded

Key = TypeVar("Key", bound=Hashable)

WHO = (
    "(?:成员单位|责任单位|部门|单位|地区|地方|镇街|镇乡|乡镇|街镇|街道|县市区|旗县区|县区|区县|市县|党组织|党支部|党委|党组|政府|功能区|板块|"
    "园区|机关|企业|战线|级|地|镇|乡|村|区|县|市|旗|方)"
)
WHOLE = "全(?:省|市|区|县|州|盟|旗|镇|乡|街道|国|党|系统|行业|社会|体)"
GENERAL = re.compile(
    rf"(?:{WHOLE})?(?:(?:各|有关|相关|上级|所有|(?:省|市|区|县|州|旗)[级直])(?:有关|相关)?{WHO}{{1,3}}(?:和|及|以及)?){{1,4}}{WHO}?|"
    rf"{WHOLE}(?:上下|各级)?"
)
LONGEST_PHRASE = 60
MARKS = re.compile(r"[\s，。；：、“”‘’（）()《》,;:\"']")


def fold(name: str) -> str:
    """A name as it is compared: simplified script, no stray pinyin, no blanks."""
    return re.sub(r"\s", "", folded(name))


class Gazetteer(Generic[Key]):
    """Names and aliases of units. Empty names are left out; a name given to two keys belongs to the first."""

    def __init__(self, names: Mapping[Key, Iterable[str]]) -> None:
        self._automaton = ahocorasick.Automaton()
        for key, aliases in names.items():
            for name in filter(None, map(fold, aliases)):
                if name not in self._automaton:
                    self._automaton.add_word(name, (len(name), key))
        self._is_empty = not len(self._automaton)
        if not self._is_empty:
            self._automaton.make_automaton()

    def match(self, phrase: str) -> list[Key]:
        """The keys named in `phrase`, in order of appearance, each once."""
        if self._is_empty:
            return []
        text = fold(phrase)
        return list(dict.fromkeys(key for _, (_, key) in self._automaton.iter_long(text)))


def is_general(phrase: str) -> bool:
    """Whether `phrase` addresses everybody or a whole class of units, not one by name."""
    plain = MARKS.sub("", fold(phrase))
    return len(plain) <= LONGEST_PHRASE and bool(GENERAL.fullmatch(plain))
