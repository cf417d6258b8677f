"""Every word that goes through gettext has its Chinese, once, in the room that says it."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils.translation import gettext, override, pgettext, template

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

# Names of languages, allauth's mail and second factors, a file kept beside a new one: none of it is served.
ON_NO_PAGE_OF_OURS = {"English", "Remove", "Change", "Code", "Verified", "name"}

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


def _of_libraries() -> dict[str, set[str]]:
    """What Django and the installed libraries call things themselves."""
    found = defaultdict(set)
    folders = [Path(django.__file__).parent / "conf"]
    folders += [Path(app.path) for app in apps.get_app_configs() if not app.name.startswith("luoshi.")]
    for path in (folder / "locale/zh_Hans/LC_MESSAGES/django.po" for folder in folders):
        if path.exists():
            with path.open("rb") as file:
                for message in read_po(file, locale="zh_Hans"):
                    if message.id and isinstance(message.id, str) and not message.context and message.string:
                        found[message.id].add(str(message.string))
    return found


def test_no_word_of_ours_is_a_word_of_a_library_that_says_it_otherwise():
    """One flat catalogue: what we say would change what a library's page says."""
    theirs = _of_libraries()
    ours = {
        msgid: _forms(message)[0]
        for room in _catalogues()
        for (context, msgid), message in _messages(room).items()
        if not context and msgid in theirs
    }
    assert {m for m, said in ours.items() if {said} != theirs[m]} == ON_NO_PAGE_OF_OURS


@override("zh-hans")
def test_every_word_is_said_as_its_catalogue_says_it():
    other = []
    for room in _catalogues():
        for (context, msgid), message in _messages(room).items():
            if isinstance(message.id, str):
                said = pgettext(context, msgid) if context else gettext(msgid)
                other += [(msgid, said)] if said != message.string else []
    assert not other


def test_translations_fill_in_the_same_values():
    broken = []
    for room in _catalogues():
        for (_, msgid), message in _messages(room).items():
            wanted = set(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[1]))
            broken += [msgid for form in _forms(message) if set(PLACEHOLDER.findall(form)) != wanted]
    assert not broken
