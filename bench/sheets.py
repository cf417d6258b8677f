"""What tables cost on their way out and in: python -m bench.sheets

Out: the work list of 20,000 matters as Excel, asked of the real server, against openpyxl's write-only mode that is
handed the very same cells in memory. The peak of the server's memory is taken at 2,000 rows (one kind) and at all.
In: a workbook of 50,000 rows through the desk's own road: read, compare, apply, then the same file again. The sheet is
the one of the tests, so that the road is measured and not a domain; queries are counted a thousand rows.

Options: --matters 20000   --rows 50000   --keep DIR (the district is made there once)
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.house import House, house

RATIO, FLAT = 3.0, 1.25
TIMES = 3


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="What tables cost. See the module's own words.")
    parser.add_argument("--matters", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--keep", type=Path, help="where the district is made once and used again")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="luoshi-") as folder:
        with house("sqlite", asked.matters, (asked.keep or Path(folder)) / f"sqlite-{asked.matters}") as one:
            out(one)
        bring(Path(folder) / "in", asked.rows)
    return 0


def out(one: House) -> None:
    """The work list as Excel, some rows and all."""
    download(one, "?kind=target&state=all")  # what a first request loads counts for neither
    peaks = []
    for query in ("?kind=target&state=all", "?state=all"):
        for process in workers(one):
            Path(f"/proc/{process}/clear_refs").write_text("5")  # the peak begins anew
        started = time.perf_counter()
        data, queries = download(one, query)
        spent = time.perf_counter() - started
        peaks.append(max(peak(process) for process in workers(one)))
        cells = read(data)
        print(f"out  {len(cells):>7,} rows  {spent:6.2f} s  {queries} queries  peak {peaks[-1]:,.0f} MB")
    spent = min(timed(lambda: download(one, "?state=all")) for _ in range(TIMES))
    bare = min(timed(lambda: written(cells)) for _ in range(TIMES))
    print(f"out  {spent:.2f} s against {bare:.2f} s of openpyxl for the same cells")
    told(f"at most {RATIO:.0f} × a bare openpyxl", spent / bare, RATIO)
    told(f"memory flat: at most {FLAT} ×", peaks[1] / peaks[0], FLAT)


def download(one: House, query: str) -> tuple[bytes, str]:
    one.connection.request("GET", f"/worklist.xlsx{query}", headers=one._headers("supervisor"))
    response = one.connection.getresponse()
    data = response.read()
    if response.status != 200:
        raise SystemExit(f"{response.status}: {data.decode()[:500]}")
    return data, response.headers["X-Queries"]


def read(data: bytes) -> list[list[Any]]:
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def written(rows: list[list[Any]]) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(io.BytesIO())


def workers(one: House) -> list[int]:
    """The server and what it started."""
    found = []
    for root in one.processes:
        children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
        found += [root, *map(int, children)]
    return found


def peak(process: int | str = "self") -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def told(aim: str, found: float, most: float) -> None:
    print(f"{'met   ' if found <= most else 'missed'}  {aim}: × {found:.2f}")


def bring(folder: Path, rows: int) -> None:
    """Tables of a tenth of the rows and of all of them, each twice."""
    folder.mkdir()
    os.environ |= {"LUOSHI_VAR": str(folder), "LUOSHI_SECRET_KEY": "of the bench alone"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.SHEETS = ["tests.shelf"]
    call_command("migrate", verbosity=0)
    from luoshi.demo.world import World

    world = World.founded(2026, units=["lingang"])
    rates = [brought(world, count) for count in (rows // 10, rows)]
    most = max(large / small for small, large in zip(*rates, strict=True) if small)
    told("queries a thousand rows do not grow with the rows: at most 1.1 ×", most, 1.1)


def brought(world: Any, count: int) -> list[float]:
    """Queries a thousand rows of each step."""
    from luoshi.desks.sheets import running, taking

    running.AT_ONCE = 10**9
    rates = []
    for again in ("", ", again"):
        with counted(f"read{again}", count, rates):
            upload = taken(world, count)
        with counted(f"compare{again}", count, rates):
            taking.compare(upload)
        if not again:
            with counted("apply", count, rates):
                taking.accept(upload, "as published")
    return rates


def taken(world: Any, count: int) -> Any:
    from luoshi.desks.sheets import taking
    from luoshi.desks.sheets.offered import sheets
    from luoshi.web.export import stream

    class Here:
        plan, region = world.plan, world.region

    heads = [str(column.name) for column in sheets()["shelf"].columns]
    rows = ([f"{count} {n}", "red", f"{n},000.50", n, "2026年8月", "2026/8/31"] for n in range(count))
    with stream(heads, rows, name="table") as file:
        return taking.take(sheets()["shelf"], file, "table.xlsx", person=world.supervisor, now=Here)


@contextmanager
def counted(step: str, count: int, rates: list[float]) -> Iterator[None]:
    from django.db import connection

    queries, started = 0, time.perf_counter()

    def count_one(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count_one):
        yield
    spent = time.perf_counter() - started
    rates.append(queries * 1000 / count if step.startswith(("compare", "apply")) else 0)
    print(
        f"in   {count:>7,} rows  {step:15} {spent:6.2f} s  {spent / count * 1000:6.3f} ms a row  "
        f"{queries * 1000 / count:6.1f} queries a thousand rows  peak {peak():,.0f} MB"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
