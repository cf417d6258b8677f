"""The worker is killed while it compares and while it writes: the next one goes on, no row is lost or written twice."""

import json
import random
import signal
import time

import pytest

from tests.stories.bringing import process, run
from tests.stories.writing import database

ROWS, KILLS, LAST = 3000, 2, 60


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_a_worker_killed_in_the_middle_is_taken_over(vendor, tmp_path):
    chance = random.Random(vendor)
    with database(vendor) as url:
        run(url, tmp_path, "found")
        run(url, tmp_path, "bring", ROWS)
        for _kill in range(KILLS):
            killed(url, tmp_path, chance.randint(1, 8))
        worked_until("preview", url, tmp_path)
        assert state(url, tmp_path) == {"stage": "preview", "done": ROWS, "views": 0, "applied": 0, "lines": ROWS}
        run(url, tmp_path, "accept")
        for _kill in range(KILLS):
            killed(url, tmp_path, chance.randint(1, 4))
            now = state(url, tmp_path)
            assert now["views"] == now["applied"] == now["done"] < ROWS, "something was half written"
        worked_until("done", url, tmp_path)
        assert state(url, tmp_path) == {"stage": "done", "done": ROWS, "views": ROWS, "applied": ROWS, "lines": ROWS}


def state(url, folder):
    return json.loads(run(url, folder, "state"))


def killed(url, folder, chunks):
    """A worker that lives for some chunks."""
    worker = process(url, folder, "work")
    for _chunk in range(chunks):
        assert worker.stdout.readline(), "the worker does not work"
    worker.kill()
    worker.communicate()
    assert worker.returncode == -signal.SIGKILL


def worked_until(stage, url, folder):
    """Another one that works in peace, and goes when it is told to."""
    worker = process(url, folder, "work")
    last = time.monotonic() + LAST
    while state(url, folder)["stage"] != stage:
        assert time.monotonic() < last, "the worker does not come to an end"
    worker.terminate()
    worker.communicate(timeout=10)
