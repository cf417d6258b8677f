"""The plug is pulled while reports come in: what was acknowledged is there, and the book holds."""

import random
import time
from pathlib import Path

import pytest

from tests.stories.writing import database, process, run

REPORTS, KILLS = 200, 4


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_killed_in_the_middle_nothing_acknowledged_is_lost(vendor, tmp_path):
    chance, told = random.Random(vendor), tmp_path / "acknowledged"
    told.touch()
    with database(vendor) as url:
        run(url, "found", 12)
        for kill in range(KILLS):
            before = acknowledged(told)
            writer = process(url, "write", f"{vendor}{kill}", REPORTS, told)
            wait_for_more(told, before + chance.randint(1, REPORTS // KILLS // 2))
            time.sleep(chance.random() / 20)
            writer.kill()
            writer.communicate()
            assert writer.returncode == -9
        run(url, "write", "the rest", REPORTS - acknowledged(told), told)
        assert f"{REPORTS} acknowledged" in run(url, "check", told)


def acknowledged(told: Path) -> int:
    return told.read_text(encoding="utf-8").count("\n")


def wait_for_more(told: Path, count: int) -> None:
    """Until so many were acknowledged; a writer takes a moment to start."""
    last = time.monotonic() + 30
    while acknowledged(told) < count:
        assert time.monotonic() < last, "the writer does not write"
        time.sleep(0.005)
