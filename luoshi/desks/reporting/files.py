"""Evidence on its way into a report: judged at once, stored by digest, kept through an error in a signed field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from luoshi.web.filecheck import MESSAGES, FileError, kept

MOST = 10
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp,.heic,.mp4,.docx,.xlsx"

Row = dict[str, Any]  # digest, name, mime, size: as the ledger keeps a file


class FileInput(forms.FileInput):
    """The browser's own chooser, several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class EvidenceField(forms.FileField):
    """Files, cleaned to the ledger's rows. Each is stored as soon as it was found good, so that no error loses it.

    `stored` holds the good ones even where another one was refused.
    """

    widget = FileInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["accept"] = ACCEPTED
        self.stored: list[Row] = []

    def clean(self, data: list[UploadedFile], initial: Any = None) -> list[Row]:
        self.stored, problems = [], []  # anew: copies of a field share what was set on it
        for file in data[: MOST + 1]:
            try:
                self.stored.append(taken(file))
            except FileError as error:
                why = MESSAGES[error.code] % error.numbers
                problems.append(_("“%(name)s”: %(why)s") % {"name": file.name, "why": why})
        if problems:
            raise ValidationError(problems)
        return self.stored


def taken(file: UploadedFile) -> Row:
    """Judge and store one file. Raises FileError."""
    return kept(file, file.name or "", settings.EVIDENCE_ROOT)


def sealed(row: Row, purpose: str) -> str:
    """A stored file as text that a browser may keep but not change; it opens for the same `purpose` only."""
    return signing.dumps(row, salt=f"evidence {purpose}")


def unsealed(text: str, purpose: str) -> Row | None:
    try:
        return signing.loads(text, salt=f"evidence {purpose}", max_age=7 * 24 * 3600)
    except signing.BadSignature:
        return None


def once_each(rows: Iterable[Row]) -> list[Row]:
    """The same content chosen twice is one file."""
    return list({row["digest"]: row for row in reversed(list(rows))}.values())[::-1]
