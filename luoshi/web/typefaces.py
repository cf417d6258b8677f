"""Which typefaces a PDF or a picture can be set in here: the office fonts, or free ones in their stead.

GB/T 9704-2012 names faces that are not free. They are used where this machine or the office's own folder has them;
else Noto's (or Adobe's, the same drawings) stand in, and the document says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

from luoshi.web.document_styles import FACES_IN_FILES

SERIF = ("Noto Serif CJK {}", "Noto Serif {}", "Source Han Serif {}", "Source Han Serif")
SANS = ("Noto Sans CJK {}", "Noto Sans {}", "Source Han Sans {}", "Source Han Sans")
SCRIPTS = {"zh-Hans": "SC", "zh-Hant": "TC", "en": "SC"}
LATIN = ("Times New Roman", "Liberation Serif", "Libertinus Serif")  # the last is part of typst

Faces = list[str | dict[str, str]]


class NoChineseFont(RuntimeError):  # noqa: N818 - what is missing, not what went wrong
    """Neither an office font nor a free Chinese one is installed, and none lies in the folder that was named."""


@dataclass(frozen=True)
class Typefaces:
    """`faces` names the fonts of each role in the order they are tried, `chart` the one of charts; roles in `heavy`
    are set bold, to be told from the body; `office`: all are those of the standard.
    """

    fonts: typst.Fonts
    faces: Mapping[str, Faces]
    chart: str
    heavy: tuple[str, ...]
    office: bool


@cache
def typefaces(language: str, folder: Path | None = None) -> Typefaces:
    """What this machine and `folder` hold; looked up once. NoChineseFont where there is nothing Chinese."""
    fonts = typst.Fonts(font_paths=[str(folder)] if folder else [])
    here = {family.lower(): family for family in fonts.families()}
    free = {role: _free(here, SANS + SERIF if role == "strong" else SERIF + SANS, language) for role in FACES_IN_FILES}
    own = {role: _first(here, names) for role, names in FACES_IN_FILES.items()}
    if not any(free.values()) and not own["body"]:
        raise NoChineseFont
    faces = {role: _with_latin(here, own[role] + free[role], language) for role in FACES_IN_FILES}
    chart = (free["strong"] or own["strong"] or own["body"])[0]
    heavy = tuple(role for role in ("mark", "brush") if not own[role])
    return Typefaces(fonts, faces, chart, heavy, all(own.values()))


def _free(here: Mapping[str, str], patterns: tuple[str, ...], language: str) -> list[str]:
    """The first of these fonts that is here, drawn for the language's script; any script rather than none."""
    scripts = dict.fromkeys((SCRIPTS[language], "SC", "TC", "CN", "TW"))
    return _first(here, [pattern.format(script) for script in scripts for pattern in patterns])


def _first(here: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """The first of these names that is here, as it is written here; or nothing."""
    return [here[name.lower()] for name in names if name.lower() in here][:1]


def _with_latin(here: Mapping[str, str], chinese: list[str], language: str) -> Faces:
    """Letters and digits from a Latin face; in Chinese text the Chinese one keeps the quotation marks."""
    latin = next(here[name.lower()] for name in LATIN if name.lower() in here)
    first: str | dict[str, str] = latin if language == "en" else {"name": latin, "covers": "latin-in-cjk"}
    return [first, *chinese]
