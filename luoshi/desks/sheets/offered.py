"""The sheets of settings.SHEETS, and which of them a person may use."""

from __future__ import annotations

import functools
from importlib import import_module

from django.conf import settings
from django.http import Http404

from luoshi.core.organisation.models import Person
from luoshi.web.sheets import Sheet


def sheets() -> dict[str, Sheet]:
    """Every sheet by its code, in the order of settings.SHEETS."""
    return _loaded(tuple(settings.SHEETS))


@functools.cache
def _loaded(modules: tuple[str, ...]) -> dict[str, Sheet]:
    return {sheet.code: sheet for module in modules for sheet in import_module(module).SHEETS}


def offered(person: Person) -> list[Sheet]:
    return [sheet for sheet in sheets().values() if sheet.may(person)]


def sheet_for(person: Person, code: str) -> Sheet:
    """The sheet, for somebody who may use it; 404 for everybody else."""
    sheet = sheets().get(code)
    if sheet is None or not sheet.may(person):
        raise Http404
    return sheet
