"""What the situation costs with many targets, units and months: python -m bench.situation [OPTIONS]

Districts of bench.targets — N targets × 60 units × 36 months, 18,000 targets of units at 300 — on the real server, as
bench.pages measures every other page; columns are explained there. The first page is the empty one, which the others
are held against. Aims: at most 20 queries, the same number at every size, now and as of an entry of a year ago.

Options: --sizes 30,300   --rounds 20   --database sqlite   --keep DIR (districts are made there once)
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.house import house
from bench.pages import EMPTY, Found, Page, cpu, queries, rounds, table, told

QUERIES = 20
PAGES = (
    Page(EMPTY, "leader", "/accounts/logout/"),
    Page("situation", "leader", "/situation/", listed=True),
    Page("situation, by deviation", "leader", "/situation/?sort=deviation", listed=True),
    Page("situation, earlier entry", "leader", "/situation/?head={head}", listed=True),
    Page("situation, reporter", "reporter", "/situation/", listed=True),
    Page("gap", "leader", "/situation/{matter}/", listed=True),
    Page("gap, earlier entry", "leader", "/situation/{matter}/?head={head}", listed=True),
)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="What the situation costs. See the module's own words.")
    parser.add_argument("--sizes", default="30,300", help="numbers of targets, rising")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--keep", type=Path, help="where districts are made once and used again")
    asked = parser.parse_args(arguments)
    sizes = [int(size) for size in asked.sizes.split(",")]
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="luoshi-")))
        places = [(size, folder / f"targets-{asked.database}-{size}") for size in sizes]
        houses = [stack.enter_context(house(asked.database, *place, fill="bench.targets")) for place in places]
        found = rounds(houses, PAGES, asked.rounds)
    for one in houses:
        print(f"{one.matters:,} targets:", ", ".join(f"{n:,} {name}" for name, n in one.known["counts"].items()))
    table(PAGES, sizes, found)
    aims(sizes, found)
    return 0


def aims(sizes: Sequence[int], found: Found) -> None:
    """What was promised, and what it costs against the empty page."""
    print()
    counts = {page.name: [queries(found[page.name, size]) for size in sizes] for page in PAGES}
    told(f"at most {QUERIES} queries", [f"{name} {n}" for name, n in counts.items() if max(map(_most, n)) > QUERIES])
    told("queries equal at all sizes", [f"{name} {' '.join(n)}" for name, n in counts.items() if len(set(n)) > 1])
    for page in PAGES[1:]:
        ratios = (cpu(found[page.name, size]) / cpu(found[EMPTY, size]) for size in sizes)
        print(f"{page.name}: processor time × {', × '.join(f'{ratio:.1f}' for ratio in ratios)} the empty page")


def _most(shown: str) -> int:
    return int(shown.rpartition("-")[2])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
