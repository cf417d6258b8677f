"""What an upload stands on: its district and plan, its folder."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from luoshi.core.ledger.asof import Moment
from luoshi.core.ledger.queries import head_of
from luoshi.desks.models import Upload
from luoshi.web.sheets import Brought


@dataclass(frozen=True)
class Ground(Moment):
    """The latest state of the upload's district, and the file."""

    brought: Brought


def ground(upload: Upload) -> Ground:
    file = next(folder(upload).glob("original.*"))
    return Ground(upload.region, upload.plan, None, head_of(upload.region_id), Brought(upload.name, file))


def folder(upload: Upload) -> Path:
    return Path(settings.UPLOADS_ROOT) / str(upload.pk)


def remove(upload: Upload) -> None:
    """The upload with its lines and its files."""
    shutil.rmtree(folder(upload), ignore_errors=True)
    upload.delete()
