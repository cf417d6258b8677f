"""`bin/luoshi translations`: what the browser is told in Chinese, built from what is kept by hand."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from opencc import OpenCC


class Command(BaseCommand):
    help = "Compile every zh-Hans translation of the house and derive the zh-Hant one from it"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        to_traditional = OpenCC("s2hk").convert  # s2t writes 覈 and 臺, which no office does today
        messages = 0
        for path in kept_by_hand():
            catalog = read(path)
            compile_to(path.with_suffix(".mo"), catalog)
            compile_to(traditional(path), translated(catalog, to_traditional))
            messages += len(catalog)
        if options["verbosity"] > 1:
            self.stdout.write(f"{messages} messages compiled")


def kept_by_hand() -> Iterator[Path]:
    """The zh-Hans translations of the house's own apps."""
    for app in apps.get_app_configs():
        path = Path(app.path, "locale", "zh_Hans", "LC_MESSAGES", "django.po")
        if app.name.startswith("luoshi.") and path.exists():
            yield path


def traditional(path: Path) -> Path:
    return path.parents[2] / "zh_Hant" / "LC_MESSAGES" / "django.mo"


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        try:
            return read_po(file, locale="zh_Hans", domain="django", abort_invalid=True)
        except PoFileError as error:
            raise CommandError(f"{path}: {error}") from error


def translated(catalog: Catalog, convert: Callable[[str], str]) -> Catalog:
    """The same catalogue with `convert` applied to every translation."""
    for message in catalog:
        if isinstance(message.string, str):
            message.string = convert(message.string)
        else:
            message.string = tuple(convert(form) for form in message.string or ())
    return catalog


def compile_to(path: Path, catalog: Catalog) -> None:
    """Write in one step, so that a server that is reading never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")  # others may be building too
    with unfinished.open("wb") as file:
        write_mo(file, catalog)
    unfinished.replace(path)
