"""What the tests of this folder look at: the files of the repository and the modules of the package."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "luoshi"


@cache
def files(pattern: str = "*") -> tuple[Path, ...]:
    """Files that are committed or about to be, matching `pattern`; what .gitignore names is left out."""
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(git, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    found = (ROOT / name for name in names if name)
    return tuple(sorted({path for path in found if path.is_file() and path.match(pattern)}))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts or path.name == "conftest.py"


def is_migration(path: Path) -> bool:
    return "migrations" in path.parts


def sources() -> tuple[Path, ...]:
    """The Python of the product: no tests, no migrations."""
    python = (path for path in files("*.py") if path.is_relative_to(PACKAGE))
    return tuple(path for path in python if not is_test(path) and not is_migration(path))


def templates() -> tuple[Path, ...]:
    found = (*files("*.html"), *files("*.txt"))
    return tuple(path for path in found if path.is_relative_to(PACKAGE) and "templates" in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path, modules: set[str]) -> Iterator[str]:
    """Modules of ours that this file imports, wherever in it the import stands.

    Imports for type checking count: two modules that need each other's types are one thought in two files.
    """
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                child = f"{node.module}.{alias.name}"
                if child in modules or node.module in modules:
                    yield child if child in modules else node.module


def import_graph() -> dict[str, set[str]]:
    """Module name → the modules of ours that it imports."""
    paths = {module_name(path): path for path in sources()}
    return {name: set(imported(path, set(paths))) - {name} for name, path in paths.items()}
