"""What an acknowledged report costs: python bench/ledger.py [REPORTS] [ROUNDS]

Two ways of bringing the same rows onto the disk, one transaction a report, side by side in one run, on SQLite and on a
PostgreSQL of its own with fsync on (each commit is on the disk before it is acknowledged):

raw     plain sqlite3 or psycopg with prepared statements: advance the book (which is the lock), insert entry, report,
        reading and state, end the state before, update the matter. The values are ready: nothing is read, checked,
        hashed or judged. What no program that keeps these rows can undercut.
action  `ledger.actions.report`: who may, the lock, all checks, the chained hash, light, state, through Django.

One and four writer processes write into one book, so the lock is contended. Rounds alternate between the two ways, so
that a busy machine slows both; the median of the rounds is printed. Afterwards the chain of every book is verified.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import statistics
import sys
import time
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.stories.writing import database, run  # noqa: E402

MATTERS, MONTHS = 200, 11
SPAWN = multiprocessing.get_context("spawn")


def main(reports: int, rounds: int) -> int:
    print(f"{'':12} {'writers':>7} {'raw /s':>8} {'action /s':>9} {'ratio':>6}")
    for vendor in ("sqlite", "postgresql"):
        with database(vendor) as raw, database(vendor) as book:
            for url in (raw, book):
                run(url, "found", MATTERS)
            done = {"raw": 0, "action": 0}
            for writers in (1, 4):
                speeds: dict[str, list[float]] = {"raw": [], "action": []}
                for _ in range(rounds):
                    for way, url in (("raw", raw), ("action", book)):
                        speeds[way].append(reports / seconds(way, url, writers, done[way], reports))
                        done[way] += reports
                plain, ours = (statistics.median(speeds[way]) for way in ("raw", "action"))
                print(f"{vendor:12} {writers:7} {plain:8.0f} {ours:9.0f} {ours / plain:6.0%}", flush=True)
            print(run(book, "check").strip())
    return 0


def seconds(way: str, url: str, writers: int, first: int, reports: int) -> float:
    """Wall time from the moment all writers stand ready until the last has its last acknowledgement."""
    ready, finished = SPAWN.Barrier(writers + 1), SPAWN.Barrier(writers + 1)
    shares = [range(first + number, first + reports, writers) for number in range(writers)]
    target = {"raw": raw_writer, "action": action_writer}[way]
    processes = [SPAWN.Process(target=target, args=(url, share, ready, finished), daemon=True) for share in shares]
    for process in processes:
        process.start()
    ready.wait(60)
    started = time.perf_counter()
    finished.wait(300)
    spent = time.perf_counter() - started
    for process in processes:
        process.join()
    return spent


def action_writer(url: str, share: range, ready: Any, finished: Any) -> None:
    os.environ |= {"LUOSHI_DATABASE_URL": url, "LUOSHI_SECRET_KEY": "x"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.config.settings"
    import django

    django.setup()
    from luoshi.core.ledger.actions import report
    from luoshi.core.ledger.tests.district import YI, on
    from luoshi.core.matters.models import Matter
    from luoshi.core.organisation.models import Person
    from luoshi.engine.periods import Period

    reporter = Person.objects.get(username="reporter")
    matters = list(Matter.objects.reportable_by(reporter).select_related("plan", "lead_unit").order_by("pk"))
    ready.wait()
    with on(2026, 12, 20):
        for number in share:
            month, turn = divmod(number, MATTERS)
            assert month < MONTHS, "more reports than months: raise MATTERS"
            period = Period(2026, "month", month + 1)
            report(matters[turn], by=reporter, period=period, values={"value": YI}, token=str(uuid.uuid4()))
    finished.wait()


def raw_writer(url: str, share: range, ready: Any, finished: Any) -> None:
    connection = raw_connection(url)
    statements, rows = raw_statements(connection, "?" if url.startswith("sqlite") else "%s")
    ready.wait()
    for number in share:
        write_raw(connection, statements, rows, number)
    finished.wait()


def raw_connection(url: str) -> Any:
    """As luoshi.config.environment sets it up."""
    if url.startswith("sqlite"):
        import sqlite3

        connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;")
        return connection
    import psycopg

    return psycopg.connect(url, autocommit=True)


def raw_statements(connection: Any, mark: str) -> tuple[dict[str, str], dict[str, Any]]:
    """The statements, and rows to fill them: the widest one a copy of a state that the district has."""
    matters = connection.execute("SELECT id FROM matters_matter WHERE rollup = 'own' ORDER BY id").fetchall()
    cursor = connection.execute("SELECT * FROM matters_matterstate WHERE superseded IS NULL ORDER BY id DESC LIMIT 1")
    state = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    state.pop("id")
    changed = ("pending", "pending_period", "reported_period", "pace", "light", "reasons", "elapsed", "deviation")
    columns = {
        "entry": ("book_id", "seq", "at", "by", "fact", "subject", "text", "hash"),
        "report": (
            "matter_id", "period", "note", "token", "by", "by_name", "reported_on", "late", "made", "grade", "reason",
        ),
        "reading": ("report_id", "matter_id", "measure", "period", "value", "made"),
    }
    found = {
        "begin": "BEGIN IMMEDIATE" if mark == "?" else "BEGIN",
        "book": f"UPDATE ledger_book SET head = head + 1, head_hash = {mark}, head_at = {mark} RETURNING id, head",
        "end": f"UPDATE matters_matterstate SET superseded = {mark} WHERE matter_id = {mark} AND superseded IS NULL",
        "matter": f"UPDATE matters_matter SET entry = {mark}, {columns_set(changed, mark)} WHERE id = {mark}",
        "state": insert("matters_matterstate", tuple(state), mark),
        **{name: insert(f"ledger_{name}", names, mark) for name, names in columns.items()},
    }
    found["report"] += " RETURNING id"
    return found, {"matters": [row[0] for row in matters], "state": state, "changed": [state[name] for name in changed]}


def columns_set(columns: tuple[str, ...], mark: str) -> str:
    return ", ".join(f"{column} = {mark}" for column in columns)


def insert(table: str, columns: tuple[str, ...], mark: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join([mark] * len(columns))})"


def write_raw(connection: Any, sql: dict[str, str], rows: dict[str, Any], number: int) -> None:
    month, turn = divmod(number, MATTERS)
    matter, period, digest = rows["matters"][turn], f"2026-{month + 1:02}", "0" * 64
    at, text = dt.datetime(2026, 12, 20, 1, tzinfo=dt.UTC).isoformat(sep=" "), "x" * 420  # as long as such a fact is
    run_one = connection.execute
    run_one(sql["begin"])
    book, head = run_one(sql["book"], (digest, at)).fetchone()
    run_one(sql["entry"], (book, head, at, "reporter", "Reported", "M-0001", text, digest))
    said = (matter, period, "", str(uuid.uuid4()), "reporter", "何苗", "2026-12-20", False, head, "", "")
    (report,) = run_one(sql["report"], said).fetchone()
    run_one(sql["reading"], (report, matter, "value", period, 10**10, head))
    run_one(sql["matter"], (head, *rows["changed"], matter))
    run_one(sql["end"], (head, matter))
    run_one(sql["state"], tuple((rows["state"] | {"matter_id": matter, "made": head, "superseded": None}).values()))
    run_one("COMMIT")


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in (sys.argv[1:] + ["300", "3"][len(sys.argv) - 1 :]))))
