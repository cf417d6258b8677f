"""The documents know every kind, command and fact, and what they tell to run can be run."""

import os
import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import get_commands

from luoshi.core.ledger.facts import FACTS
from tests.architecture.house import PACKAGE, ROOT, files, relative

DOCUMENTS = files("*.md")
COMMAND = re.compile(r"^(?:\$ )?(?P<script>bin/\w+)(?: (?P<name>[a-z_]+))?", re.MULTILINE)
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
TEST = re.compile(r"`((?:tests|luoshi)/\S+/test_\w+\.py)`")
LINK = re.compile(r"\]\((?!\w+:|#)([^)#]+)")
LABEL = re.compile(r"“([^”]+)”")
VARIABLE = re.compile(r"\bLUOSHI_[A-Z_]+\b")


def _text(path) -> str:
    return path.read_text(encoding="utf-8")


def _everything() -> str:
    return "\n".join(_text(path) for path in files("docs/*.md"))


def _our_commands() -> set[str]:
    modules = files("management/commands/*.py")
    return {path.stem for path in modules if path.is_relative_to(PACKAGE) and not path.stem.startswith("_")}


def test_documents_name_every_kind():
    kinds = {path.rpartition(".")[2] for path in settings.KINDS}
    assert {kind for kind in kinds if f"`{kind}`" not in _everything()} == set()


def test_documents_name_every_command():
    assert {name for name in _our_commands() if f"`bin/luoshi {name}" not in _everything()} == set()


def test_documents_name_every_variable():
    readers = files("luoshi/config/*.py"), files("bin/*"), files("conftest.py")
    read = {name for paths in readers for path in paths for name in VARIABLE.findall(_text(path))}
    assert read - set(VARIABLE.findall(_text(ROOT / "docs/commands.md"))) == set()


def _labels() -> list[re.Pattern[str]]:
    """Every English word that a page may show, what is put in left open."""
    ids = set()
    for path in files("zh_Hans/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            ids |= {one for m in read_po(file) for one in (m.id if isinstance(m.id, tuple) else (m.id,)) if one}
    return [re.compile(re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(one)), re.IGNORECASE) for one in ids]


def test_labels_that_the_tour_quotes_are_on_pages():
    labels = _labels()
    quoted = {" ".join(label.split()) for label in LABEL.findall(_text(ROOT / "docs/tour.md"))}
    assert {label for label in quoted if not any(known.fullmatch(label) for known in labels)} == set()


def test_documents_name_every_fact():
    spaced = {re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower() for name in FACTS}
    assert {name for name in spaced if f"| {name} |" not in _everything()} == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_what_a_document_tells_to_run_exists(path):
    for block in BLOCK.findall(_text(path)):
        for command in COMMAND.finditer(block):
            assert os.access(ROOT / command["script"], os.X_OK), command[0]
            if command["script"] == "bin/luoshi" and command["name"]:
                assert command["name"] in get_commands(), command[0]


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_links_lead_somewhere(path):
    lost = [link for link in LINK.findall(_text(path)) if not (path.parent / link).exists()]
    assert not lost


def test_both_readmes_give_the_same_commands():
    english, chinese = (BLOCK.findall(_text(ROOT / name)) for name in ("README.md", "README.zh-CN.md"))
    assert english == chinese


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_tests_that_a_document_names_exist(path):
    assert [name for name in TEST.findall(_text(path)) if not (ROOT / name).is_file()] == []


def test_adding_a_kind_names_every_file_that_each_kind_has():
    guide = _text(ROOT / "docs/adding-a-kind.md")
    for kind in settings.KINDS:
        folder = ROOT / kind.replace(".", "/")
        for name in ("__init__.py", "apps.py", "models.py", "kind.py", "migrations/__init__.py"):
            assert (folder / name).is_file()
            assert f"`{name}`" in guide
        assert (folder / "locale/zh_Hans/LC_MESSAGES/django.po").is_file()
