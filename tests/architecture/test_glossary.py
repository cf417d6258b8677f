"""docs/glossary.md is the one list of words: the code keeps to it, and so do the translations."""

import re

import pytest
from babel.messages.pofile import read_po
from django.apps import apps

from luoshi.core.ledger.facts import FACTS
from tests.architecture.house import ROOT, files, relative

ROW = re.compile(r"^\| (?P<chinese>[^|]+) \| (?P<names>[a-z][^|]*) \| [^|]+ \|$", re.MULTILINE)
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")


def _words(text: str = GLOSSARY) -> dict[str, set[str]]:
    """Name in code → the Chinese words for it."""
    words: dict[str, set[str]] = {}
    for row in ROW.finditer(text):
        if row["names"].strip() != "name in code":
            words.setdefault(row["names"].strip(), set()).update(row["chinese"].split(" / "))
    return words


def _spaced(class_name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", class_name).lower()


def test_every_model_is_a_word_of_the_glossary():
    models = [m for app in apps.get_app_configs() if app.name.startswith("luoshi.") for m in app.get_models()]
    assert {_spaced(model.__name__) for model in models} - set(_words()) == set()


def test_every_fact_is_a_word_of_the_glossary():
    assert {_spaced(name) for name in FACTS} - set(_words()) == set()


@pytest.mark.parametrize("path", files("zh_Hans/LC_MESSAGES/django.po"), ids=relative)
def test_translations_use_the_words_of_the_glossary(path):
    words = _words(GLOSSARY.partition("## Facts")[0])  # a fact is said in its sentence, never as a word alone
    with path.open("rb") as file:
        other = {
            message.id: message.string
            for message in read_po(file)
            if isinstance(message.id, str)
            for chinese in [words.get(message.id.lower())]
            if chinese and not any(word.strip() in message.string for word in chinese)
        }
    assert not other, f"{relative(path)} calls these otherwise than the glossary"
