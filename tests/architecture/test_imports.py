"""Who may import whom. The contracts themselves stand in pyproject.toml."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.architecture.house import PACKAGE, ROOT, files, import_graph, relative, sources, tree

PRIVATE = {"views", "forms"}


def test_every_contract_is_kept():
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_module_leads_back_to_itself():
    try:
        TopologicalSorter(import_graph()).prepare()
    except CycleError as error:
        raise AssertionError("imports go in a circle: " + " → ".join(error.args[1])) from None


def test_views_and_forms_are_private_to_their_room():
    strangers = [
        f"{importer} imports {module}"
        for importer, modules in import_graph().items()
        for module in modules
        for room, _, last in [module.rpartition(".")]
        if last in PRIVATE and not importer.startswith(room + ".")
    ]
    assert not strangers, "\n".join(strangers)


def test_imports_name_the_whole_path():
    relative_imports = [
        f"{relative(path)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative_imports


def test_every_package_says_so():
    """A folder without `__init__.py` is invisible to the contracts."""
    silent = {relative(path.parent) for path in sources() if not (path.parent / "__init__.py").exists()}
    assert not silent


def test_tests_of_a_room_are_no_package():
    """A package would be part of the product, and its imports bound by the floors."""
    packages = [relative(path) for path in files("tests/__init__.py") if path.is_relative_to(PACKAGE)]
    assert not packages


def test_nothing_calls_up_by_signal_or_points_anywhere():
    banned = {"django.dispatch", "django.db.models.signals", "django.contrib.contenttypes.fields"}
    found = [
        f"{relative(path)}:{node.lineno} imports {node.module}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module in banned
    ]
    assert not found, "\n".join(found)
