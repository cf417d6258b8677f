"""Every visible word goes through gettext. What may stand as itself is listed here, with the reason."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.house import files, relative, sources, templates, tree

IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]+")

# path or folder → why Chinese stands in it as itself
CHINESE_STANDS = {
    "luoshi/engine/minutes": "the grammar by which Chinese minutes are read",
    "luoshi/engine/suggestion.py": "how a sentence of Chinese minutes begins",
    "luoshi/engine/gazetteer": "endings of unit names",
    "luoshi/engine/quantity.py": "units of measure, as they are written in reports",
    "luoshi/web/cells.py": "periods and days, as people write them in tables",
    "luoshi/web/document_styles.py": "names of fonts, as Word knows them",
    "luoshi/config/frame.py": "languages are called by their own names",
    "luoshi/kinds/target/called.py": "heads of published tables, as they are printed",
    "luoshi/demo": "a fictional district: names and minutes, not words of the product",
}
# Amounts are written with these in every language; there is no English unit for 10^8 yuan
MONEY = re.compile("亿元|万元|元")
# What a template may say in any language
SAME_EVERYWHERE = {"Luoshi", "落实", "Excel", "CSV", "PDF", "Word"}

COMMENTS = re.compile(
    r"{#.*?#}|{% comment .*?{% endcomment %}|<!--.*?-->|/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE
)
TAGS = re.compile(r"{% (blocktrans(?:late)?)\b.*?{% end\1 %}|{%.*?%}|{{.*?}}", re.DOTALL)
UNSEEN = re.compile(r"<(script|style|svg|kbd)\b.*?</\1>|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE)
SHOWN_ATTRIBUTE = re.compile(r'\b(?:title|alt|placeholder|aria-label)="([^"]*)"')
SCRIPTS = [path for path in files("*.js") if "static" in path.parts]


def _docstrings(path: Path) -> set[ast.AST]:
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree(path)) if isinstance(node, owners) and node.body]
    return {body[0].value for body in bodies if isinstance(body[0], ast.Expr)}


def _may_be_chinese(path: Path) -> bool:
    return any(relative(path).startswith(place) for place in CHINESE_STANDS)


def test_no_chinese_stands_in_code():
    found = [
        f"{relative(path)}:{node.lineno} {node.value!r}"
        for path in sources()
        if not _may_be_chinese(path)
        for docstrings in [_docstrings(path)]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings
        if IDEOGRAPHS.search(MONEY.sub("", node.value))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", [*templates(), *SCRIPTS], ids=relative)
def test_no_chinese_stands_in_templates_and_scripts(path):
    text = COMMENTS.sub("", path.read_text(encoding="utf-8"))
    assert set(IDEOGRAPHS.findall(text)) - SAME_EVERYWHERE == set()


def _plain_words(html: str) -> set[str]:
    """Words a reader sees or hears and no translation reaches: text, and attributes shown or read out."""
    html = UNSEEN.sub("", TAGS.sub("", COMMENTS.sub("", html)))
    text = re.sub(r"<[^>]*>|&\w+;", " ", html)
    return set(re.findall(r"[A-Za-z]{2,}", " ".join([text, *SHOWN_ATTRIBUTE.findall(html)])))


@pytest.mark.parametrize("path", [path for path in templates() if path.suffix == ".html"], ids=relative)
def test_templates_say_nothing_untranslated(path):
    assert _plain_words(path.read_text(encoding="utf-8")) - SAME_EVERYWHERE == set()
