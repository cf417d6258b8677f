"""The repository holds the product and nothing of the machine it was written on."""

import re
import tomllib

import pytest

from tests.architecture.house import ROOT, files, relative

MEGABYTE = 1_000_000
LOCKS = files("requirements*.lock")
# Folders of somebody's machine. /tmp and /usr are everybody's.
HOMES = re.compile(r"(?<![\w.])/(?:home|root|work|Users|opt|mnt)/\w")


def _dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]


def _pins(name: str) -> set[str]:
    return set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_no_file_is_large():
    assert [relative(path) for path in files() if path.stat().st_size > MEGABYTE] == []


def test_no_file_names_a_folder_of_one_machine():
    found = []
    for path in files():
        if b"\0" not in (content := path.read_bytes()):
            found += [f"{relative(path)}: {match}" for match in HOMES.findall(content.decode())]
    assert not found


@pytest.mark.parametrize("path", LOCKS, ids=relative)
def test_locks_pin_by_hash_and_name_no_address(path):
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text.strip()))


def test_the_development_lock_contains_the_other():
    """bin/setup counts on it: whoever has the tools installed can serve."""
    assert _pins("requirements.lock") - _pins("requirements-dev.lock") == set()


def test_locks_hold_every_dependency():
    names = {re.match(r"[\w-]+", dependency)[0].lower() for dependency in _dependencies()}
    pinned = {pin.partition("==")[0].partition("[")[0] for pin in _pins("requirements-dev.lock")}
    assert names - pinned == set()


def test_every_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    runtime = lines[lines.index("dependencies = [") + 1 :]
    runtime = runtime[: runtime.index("]")]
    assert [line for line in runtime if "#" not in line] == []
