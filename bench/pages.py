"""What a page costs, and whether the cost grows with the number of matters: python -m bench.pages [OPTIONS]

For each size a district is made (bench.bulk) and served by the real server, as bin/serve starts it, with one worker
and a database of its own: SQLite, or with `--database postgresql` a PostgreSQL with fsync on. All servers stand at
once and one visitor goes round: every page at every size in turn, so that a busy machine slows all alike. The first
two rounds warm up and are not counted.

    ms       median wall time from sending the request to the last byte of the answer; p95 the 95th percentile
    cpu      median processor time of server and database together, from /proc, in ms
    queries  counted by a middleware that bench.settings puts in front of the product's own
    bytes    of the answer's body, uncompressed
    × empty  median against the empty page of the same server and run: the confirmation before signing out. It is the
             least page that somebody signed in can ask for: sessions, person, moment, frame, a template, and nothing of
             its own. A 404 would not do: it is answered before anything is asked.
    × least  median against the same page at the smallest size; cpu × the same of processor time, which a busy
             machine disturbs less

A report is sent through its form like anybody's: the form is fetched (the row above it), its hidden fields come back,
each time for another matter. The cockpit "after a report" is the first page after that: nothing computed for the
entry before is of use. Aims are said to be met or missed; nobody's machine is promised a number of milliseconds.

Options: --sizes 120,20000,100000   --rounds 30   --database sqlite   --keep DIR (districts are made there once)
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.house import House, Visit, hidden, house

WARM = 2
EMPTY, FORM, REPORT, AFTER = "empty page", "report form", "report, sent", "cockpit after a report"
GROWTH, LONGEST_LIST = 2.0, 50
LIMITS = {"cockpit": 25, "matter": 25, REPORT: 15}
ROWS = re.compile(r"<tbody.*?</tbody>", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """A page, who looks at it, its address with what is known of the district; `listed` where rows are counted."""

    name: str
    role: str
    address: str
    listed: bool = False


# In the order of a round: what is sent first is what the next page meets.
PAGES = (
    Page(EMPTY, "leader", "/accounts/logout/"),
    Page(FORM, "reporter", "/matters/{reportable}/reports/"),
    Page(REPORT, "reporter", "/matters/{reportable}/reports/"),
    Page(AFTER, "leader", "/cockpit/"),
    Page("cockpit", "leader", "/cockpit/"),
    Page("cockpit, earlier entry", "leader", "/cockpit/?head={head}"),
    Page("work list", "supervisor", "/worklist/", listed=True),
    Page("work list, unit and light", "supervisor", "/worklist/?unit={unit}&light=red", listed=True),
    Page("work list, by deviation", "supervisor", "/worklist/?sort=deviation", listed=True),
    Page("work list, search", "supervisor", "/worklist/?q=%E7%AE%A1%E7%BD%91", listed=True),
    Page("work list, earlier entry", "supervisor", "/worklist/?head={head}", listed=True),
    Page("work list, reporter", "reporter", "/worklist/", listed=True),
    Page("today, reporter", "reporter", "/today/"),
    Page("today, supervisor", "supervisor", "/today/"),
    Page("matter", "supervisor", "/matters/{matter}/"),
    Page("meetings", "supervisor", "/meetings/", listed=True),
    Page("minutes", "supervisor", "/meetings/{meeting}/minutes/"),
    Page("scorecard", "supervisor", "/scorecard/"),
    Page("score", "supervisor", "/scorecard/{period}/{unit}/", listed=True),
    Page("bulletins", "supervisor", "/bulletins/"),
    Page("ledger", "auditor", "/ledger/", listed=True),
)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="What a page costs. See the module's own words.")
    parser.add_argument("--sizes", default="120,20000,100000", help="numbers of matters, rising")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--keep", type=Path, help="where districts are made once and used again")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    asked = parser.parse_args(arguments)
    sizes = [int(size) for size in asked.sizes.split(",")]
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="luoshi-")))
        places = [(size, folder / f"{asked.database}-{size}") for size in sizes]
        houses = [stack.enter_context(house(asked.database, *place)) for place in places]
        pages = [page for page in PAGES if asked.only in page.name or page.name == EMPTY]
        found = rounds(houses, pages, asked.rounds)
    for one in houses:
        print(f"{one.matters:,} matters:", ", ".join(f"{n:,} {name}" for name, n in one.known["counts"].items()))
    table(pages, sizes, found)
    aims(pages, sizes, found)
    return 0


Found = Mapping[tuple[str, int], list[Visit]]


def rounds(houses: Sequence[House], pages: Sequence[Page], count: int) -> Found:
    """Every page of every house, round after round."""
    found: dict[tuple[str, int], list[Visit]] = defaultdict(list)
    for number in range(-WARM, count):
        for page in pages:
            for one in houses:
                visit = visited(one, page, number)
                if number >= 0:
                    found[page.name, one.matters].append(visit)
    return found


def visited(one: House, page: Page, number: int) -> Visit:
    codes = one.known["reportable"]
    address = page.address.format(**one.known | {"reportable": codes[number % len(codes)]})
    if page.name != REPORT:
        return one.get(page.role, address)
    form = one.get(page.role, address).text
    measure = next(name for name in ("invested", "done", "value") if f'name="{name}"' in form)
    # Most of these figures are less than what stood before, which the form asks a reason for.
    said = {"period": one.known["period"], measure: str(number + WARM + 1), "note": "口径更正。"}
    return one.post(page.role, address, hidden(form) | said)


def table(pages: Sequence[Page], sizes: Sequence[int], found: Found) -> None:
    heads = ("matters", "ms", "p95", "cpu", "queries", "bytes", "rows", "× empty", "× least", "cpu ×")
    print(f"\n{'page':26}" + "".join(f"{head:>9}" for head in heads))
    for page in pages:
        for size in sizes:
            visits, empty, least = found[page.name, size], found[EMPTY, size], found[page.name, sizes[0]]
            cells = (
                f"{size:,}",
                f"{wall(visits):.1f}",
                f"{late(visits):.1f}",
                f"{cpu(visits):.1f}",
                queries(visits),
                f"{length(visits):,.0f}",
                str(rows(visits[-1])) if page.listed else "",
                f"{wall(visits) / wall(empty):.1f}",
                f"{wall(visits) / wall(least):.2f}",
                f"{cpu(visits) / cpu(least):.2f}",
            )
            print(f"{page.name if size == sizes[0] else '':26}" + "".join(f"{cell:>9}" for cell in cells))


def aims(pages: Sequence[Page], sizes: Sequence[int], found: Found) -> None:
    """What was aimed at, and which pages missed it."""
    least, most = sizes[0], sizes[-1]
    counts = {page.name: [queries(found[page.name, size]) for size in sizes] for page in pages}
    lists = {page.name: max(rows(found[page.name, size][-1]) for size in sizes) for page in pages if page.listed}
    print()
    told("queries equal at all sizes", [f"{name} {' '.join(n)}" for name, n in counts.items() if len(set(n)) > 1])
    grown = [growth(page.name, found[page.name, least], found[page.name, most]) for page in pages]
    told(f"at {most:,} at most {GROWTH:.0f} × the time at {least:,}", [line for ratio, line in grown if ratio > GROWTH])
    told(f"lists of at most {LONGEST_LIST} rows", [f"{name} {n}" for name, n in lists.items() if n > LONGEST_LIST])
    for name, limit in LIMITS.items():
        if (name, most) in found:
            ratio = max(wall(found[name, size]) / wall(found[EMPTY, size]) for size in sizes)
            told(f"{name} at most {limit} × the empty page", [f"× {ratio:.1f}"] if ratio > limit else [])


def growth(name: str, least: Sequence[Visit], most: Sequence[Visit]) -> tuple[float, str]:
    """How much longer the page takes, and how much longer it is: a list of six rows that became one of fifty."""
    ratio, longer = wall(most) / wall(least), length(most) / max(length(least), 1)
    return ratio, f"{name} × {ratio:.1f} (bytes × {longer:.1f}, cpu × {cpu(most) / cpu(least):.1f})"


def told(aim: str, missed: Sequence[str]) -> None:
    print(f"{'missed' if missed else 'met   '}  {aim}" + (f": {'; '.join(missed)}" if missed else ""))


def wall(visits: Sequence[Visit]) -> float:
    return statistics.median(visit.wall for visit in visits)


def cpu(visits: Sequence[Visit]) -> float:
    return statistics.median(visit.cpu for visit in visits)


def length(visits: Sequence[Visit]) -> float:
    return statistics.median(visit.size for visit in visits)


def late(visits: Sequence[Visit]) -> float:
    walls = sorted(visit.wall for visit in visits)
    return walls[min(len(walls) - 1, round(0.95 * len(walls)))]


def queries(visits: Sequence[Visit]) -> str:
    counts = sorted({visit.queries for visit in visits})
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]}-{counts[-1]}"


def rows(visit: Visit) -> int:
    """Rows of the longest table."""
    return max((body.count("<tr") for body in ROWS.findall(visit.text)), default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
