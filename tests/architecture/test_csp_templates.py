"""The content security policy allows nothing inline: a page that needs it would break silently."""

import ast
import re

import pytest

from tests.architecture.house import relative, sources, templates, tree

COMMENTS = re.compile(r"{#.*?#}|{% comment\b.*?{% endcomment %}", re.DOTALL)
FORBIDDEN = {
    "a style attribute: use a class, or attributes of an SVG": re.compile(r"[\s\"']style\s*=\s*[\"'{]"),
    "a style element: write it in look.css": re.compile(r"<style\b"),
    "a script without src: make it a module in static": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/(?:ld\+)?json[\"'])"
    ),
    "an event handler attribute: listen in a module": re.compile(r"[\s\"']on[a-z]+\s*=\s*[\"'{]"),
    "a javascript: address": re.compile(r"[\"']\s*javascript:"),
    "htmx that evaluates": re.compile(r"\bhx-on\b|\bhx-(?:vals|headers)=[\"']js:"),
}


def _broken(text: str) -> list[str]:
    bare = COMMENTS.sub("", text)
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(bare)]


@pytest.mark.parametrize("path", templates(), ids=relative)
def test_template_needs_nothing_inline(path):
    assert _broken(path.read_text(encoding="utf-8")) == []


def test_code_writes_nothing_inline_either():
    strings = (
        (path, node)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "<" in node.value
    )
    assert [f"{relative(path)}:{node.lineno}" for path, node in strings if _broken(node.value)] == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>go()</script>",
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        '<i hx-on:click="go()">',
        '<b class="x"style="{{ x }}">',
    ],
)
def test_what_would_be_blocked_is_found(text):
    assert _broken(text)


@pytest.mark.parametrize(
    "text",
    ['<script src="/a.js"></script>', '<script type="application/json">{}</script>', "{# style='x' #}<p>"],
)
def test_what_passes_is_left_alone(text):
    assert not _broken(text)
