"""bin/luoshi minutes FILE --date 2026-08-05 [--json]: what Luoshi reads in minutes, without touching a
database.
"""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.engine.minutes import Directive, as_dict, read
from luoshi.web import intake


class Command(BaseCommand):
    """Print the directives of a .txt or .docx file. Offsets count the characters of the text as given."""

    help = "Read the minutes in FILE and print their directives; --json for machines"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a .txt or .docx file")
        parser.add_argument("--date", required=True, help="the day of the meeting, as 2026-08-05")
        parser.add_argument("--json", action="store_true", dest="as_json", help="as JSON, for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        found = read(_text(options["file"]), held_on=_day(options["date"]))
        if options["as_json"]:
            self.stdout.write(json.dumps([as_dict(one) for one in found], ensure_ascii=False, indent=1))
            return
        for number, directive in enumerate(found, start=1):
            self.stdout.write(_lines(number, directive))
        n = len(found)
        self.stdout.write(ngettext("%(n)s directive", "%(n)s directives", n) % {"n": n})


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("“%(text)s” is no day. Write it like 2026-08-05.") % {"text": text}) from error


def _text(path: Path) -> str:
    """The file's own characters where it is UTF-8, so that offsets hold for whoever opens it; else what
    can be read of it.
    """
    try:
        content = path.read_bytes()
        readable = intake.read_text(content, path.name)
        return content.decode("utf-8") if path.suffix.lower() != ".docx" else readable
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(why)s") % {"file": path, "why": error.strerror}
        ) from error
    except UnicodeDecodeError:
        return readable
    except intake.IntakeError as error:
        raise CommandError(f"{path}: {intake.MESSAGES[error.code] % error.numbers}") from error


def _lines(number: int, directive: Directive) -> str:
    """One directive as people read it: the sentence, then what was understood of it."""
    due = directive.due.isoformat() if directive.due else ""
    parts = [
        (_("who said it"), directive.speaker or ""),
        (_("lead unit"), "、".join(directive.lead_units)),
        (_("to whom"), "、".join(directive.units)),
        (_("due"), " = ".join(part for part in (directive.deadline or "", due) if part)),
        (_("completion mark"), directive.measure or ""),
        (_("vague"), "✓" if directive.vague else ""),
    ]
    understood = "".join(f"\n    {name}: {value}" for name, value in parts if value)
    return f"{number:3} [{directive.start}:{directive.end}] {directive.text}{understood}\n"
