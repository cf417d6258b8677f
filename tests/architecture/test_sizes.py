"""Small things are read whole. Each exception stands here with its reason, as long as it is one."""

import ast
from collections.abc import Iterator

from tests.architecture.house import files, is_migration, relative, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 40

# "path" or "path::function" → why it may be longer
EXCEPTIONS: dict[str, str] = {}


def _files() -> Iterator[tuple[str, int]]:
    for path in files("*.py"):
        if not is_migration(path):
            yield relative(path), len(path.read_text(encoding="utf-8").splitlines())


def _functions() -> Iterator[tuple[str, int]]:
    for path in files("*.py"):
        if is_migration(path):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{relative(path)}::{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def _too_long() -> dict[str, int]:
    long_files = {name: lines for name, lines in _files() if lines > LONGEST_FILE}
    return long_files | {name: lines for name, lines in _functions() if lines > LONGEST_FUNCTION}


def test_files_and_functions_are_short():
    assert {name: lines for name, lines in _too_long().items() if name not in EXCEPTIONS} == {}


def test_every_exception_is_still_one():
    assert set(EXCEPTIONS) <= set(_too_long())
