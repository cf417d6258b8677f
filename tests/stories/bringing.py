"""A table in a database of its own, and the worker that works on it: `python -m tests.stories.bringing VERB …`.

    found           make the tables and a district
    bring ROWS      bring a table of so many rows
    accept          accept what the preview shows
    work            the worker, saying a line for every chunk; what another one left it takes up after a second
    state           where the upload stands, as JSON
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys

from tests.architecture.house import ROOT

LEASE = dt.timedelta(seconds=1)


def process(url: str, folder: object, *words: object) -> subprocess.Popen[str]:
    """Start a process of this module on the database, files in `folder`."""
    environment = {
        **os.environ,
        "LUOSHI_DATABASE_URL": url,
        "LUOSHI_VAR": str(folder),
        "LUOSHI_SECRET_KEY": "of the tests alone",
        "DJANGO_SETTINGS_MODULE": "luoshi.config.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-u", "-m", "tests.stories.bringing", *map(str, words)]
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def run(url: str, folder: object, *words: object) -> str:
    """The same, waited for; its output. Fails with that output when the process does."""
    started = process(url, folder, *words)
    output = started.communicate()[0]
    assert started.returncode == 0, output
    return output


def found() -> None:
    from django.core.management import call_command

    from luoshi.demo.world import World

    call_command("migrate", verbosity=0)
    World.founded(2026, units=["lingang"])


def bring(rows: str) -> None:
    from luoshi.core.organisation.models import Person
    from luoshi.core.plan.models import Plan
    from luoshi.desks.sheets import taking
    from luoshi.desks.sheets.offered import sheets

    class Here:
        plan = Plan.objects.select_related("region").get()
        region = plan.region

    text = "Name,Amount\n" + "".join(f"n{number},{number}\n" for number in range(int(rows)))
    person = Person.objects.get(username="linxiaohe")
    taking.compare(taking.take(sheets()["shelf"], text, "table.csv", person=person, now=Here))


def accept() -> None:
    from luoshi.desks.models import Upload
    from luoshi.desks.sheets import taking

    assert taking.accept(Upload.objects.select_related("person", "region", "plan").get(), "as published")


def work() -> None:
    from django.core.management import call_command

    from luoshi.desks.sheets import running

    hold = running._hold

    def said(upload, done=0):
        hold(upload, done)
        sys.stdout.write(f"{upload.stage} {done}\n")

    running.LEASE, running._hold = LEASE, said
    call_command("work")


def state() -> None:
    from luoshi.desks.models import SavedView, Upload

    upload = Upload.objects.get()
    told = {
        "stage": upload.stage,
        "done": upload.done,
        "views": SavedView.objects.count(),
        "applied": upload.lines.exclude(applied=None).count(),
        "lines": upload.lines.count(),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    import django
    from django.conf import settings

    django.setup()
    settings.SHEETS = ["tests.shelf"]
    {"found": found, "bring": bring, "accept": accept, "work": work, "state": state}[sys.argv[1]](*sys.argv[2:])
