"""Every word that goes through gettext has its Chinese, once, in the room that says it."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation import template

from tests.architecture.house import PACKAGE, files, relative, sources, templates

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")

Key = tuple[str | None, str]


def _room(path: Path) -> Path:
    """The app that a file belongs to: the nearest folder above it that has an `apps.py`."""
    return next((folder for folder in path.parents if (folder / "apps.py").exists()), PACKAGE)


def _as_python(html: str) -> str:
    """Django's rendering of a template as calls of gettext, without its indentation."""
    return "\n".join(line.strip() for line in template.templatize(html).splitlines())


def _said(path: Path) -> Iterator[Key]:
    text = path.read_text(encoding="utf-8")
    python = text if path.suffix == ".py" else _as_python(text)
    for _, message, _, context in extract("python", io.BytesIO(python.encode()), KEYWORDS):
        yield context, message[0] if isinstance(message, tuple) else message


@cache
def _said_by_room() -> dict[Path, set[Key]]:
    said: dict[Path, set[Key]] = defaultdict(set)
    for path in (*sources(), *templates()):
        said[_room(path)].update(_said(path))
    return said


@cache
def _catalogues() -> dict[Path, Catalog]:
    """Room → its zh-Hans translations."""
    found = {}
    for path in files("zh_Hans/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            found[path.parents[3]] = read_po(file, locale="zh_Hans")
    return found


def _messages(room: Path) -> dict[Key, Message]:
    catalogue = _catalogues().get(room, ())
    return {(m.context, m.id[0] if isinstance(m.id, tuple) else m.id): m for m in catalogue if m.id}


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _rooms() -> list[Path]:
    return sorted({*_said_by_room(), *_catalogues()})


@pytest.mark.parametrize("room", _rooms(), ids=relative)
def test_every_word_has_its_chinese(room):
    done = {key for key, message in _messages(room).items() if all(_forms(message)) and not message.fuzzy}
    missing = sorted(msgid for _, msgid in _said_by_room()[room] - done)
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("room", _rooms(), ids=relative)
def test_no_translation_outlives_its_word(room):
    unsaid = sorted(msgid for _, msgid in set(_messages(room)) - _said_by_room()[room])
    assert not unsaid, "\n".join(unsaid)


def test_one_word_has_one_translation():
    """Django merges the catalogues of all rooms: of two translations, one would win everywhere."""
    seen = defaultdict(set)
    for room in _catalogues():
        for key, message in _messages(room).items():
            seen[key].add(_forms(message))
    assert {key[1]: forms for key, forms in seen.items() if len(forms) > 1} == {}


def test_translations_fill_in_the_same_values():
    broken = []
    for room in _catalogues():
        for (_, msgid), message in _messages(room).items():
            wanted = set(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[1]))
            broken += [msgid for form in _forms(message) if set(PLACEHOLDER.findall(form)) != wanted]
    assert not broken
