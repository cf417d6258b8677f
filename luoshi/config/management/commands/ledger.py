"""bin/luoshi ledger verify | rebuild [--check] | head"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from luoshi.core.ledger.queries import books, columns_disagree, fault
from luoshi.core.ledger.replay import Differs, check, rebuild


class Command(BaseCommand):
    """Verify the chain, replay it into the tables, or print the head of each book."""

    help = "Verify the chain; rebuild the tables from the entries (or --check); print the head of each book"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["verify", "rebuild", "head"])
        parser.add_argument(
            "--check",
            action="store_true",
            help="with rebuild: compare replay with the tables, change nothing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["verb"])(options["check"])

    def verify(self, _check: bool) -> None:
        for book in books():
            if broken := fault(book):
                raise CommandError(
                    _("%(book)s: entry %(seq)s does not hold (%(reason)s)")
                    % {"book": book.region, "seq": broken.seq, "reason": broken.reason}
                )
            if seq := columns_disagree(book):
                raise CommandError(
                    _("%(book)s: entry %(seq)s: its columns disagree with its text")
                    % {"book": book.region, "seq": seq}
                )
            self.stdout.write(
                _("%(book)s: %(head)s entries, chain unbroken") % {"book": book.region, "head": book.head}
            )

    def rebuild(self, only_check: bool) -> None:
        try:
            count = check() if only_check else rebuild()
        except Differs as difference:
            raise CommandError(
                _("Replay differs from the tables. %(where)s") % {"where": difference}
            ) from difference
        words = (
            _("%(n)s entries replayed: equal to the tables")
            if only_check
            else _("%(n)s entries replayed into the tables")
        )
        self.stdout.write(words % {"n": count})

    def head(self, _check: bool) -> None:
        for book in books():
            self.stdout.write(f"{book.region} {book.head} {book.algorithm}:{book.head_hash}")
