"""A file becomes an upload: its rows on disk, its likeliest head, its columns mapped as far as they can be."""

from __future__ import annotations

import io
import shutil
from itertools import takewhile
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from luoshi.core.ledger.asof import Moment
from luoshi.core.organisation.models import Person
from luoshi.desks.models import Upload
from luoshi.desks.sheets.ground import folder, remove
from luoshi.desks.sheets.tasks import begin
from luoshi.web import cells, heads, workbook
from luoshi.web.cells import loose
from luoshi.web.filecheck import Readable
from luoshi.web.sheets import Column, Sheet

SAMPLE = 50  # rows by which a wide table's columns are judged


def take(sheet: Sheet, file: Readable | str, name: str, *, person: Person, now: Moment) -> Upload:
    """Keep the file, or pasted text, and read it. Raises workbook.TableError; then nothing is kept."""
    upload = Upload.objects.create(
        person=person,
        region=now.region,
        plan=now.plan,
        sheet=sheet.code,
        name=name[-150:],
        language=get_language() or "zh-hans",
    )
    shutil.rmtree(folder(upload), ignore_errors=True)  # of a database that was put back to an earlier day
    try:
        source = io.BytesIO(file.encode()) if isinstance(file, str) else file
        tabs = workbook.unpack(source, upload.name, folder(upload))
    except Exception:
        remove(upload)
        raise
    upload.tab = _likeliest(upload, sheet, tabs)
    read_head(upload, sheet)
    return upload


def _likeliest(upload: Upload, sheet: Sheet, tabs: list[workbook.Tab]) -> int:
    """The tab with most of the sheet's columns; of equal ones the first that is shown and has rows."""
    shown = [place for place, tab in enumerate(tabs) if tab.rows and not tab.hidden] or [
        place for place, tab in enumerate(tabs) if tab.rows
    ]

    def known(place: int) -> int:
        head = heads.found(workbook.rows(folder(upload), place), sheet.columns)
        return len(heads.suggested(head, sheet.columns))

    return max(shown, key=lambda place: (known(place), -place))


def read_head(upload: Upload, sheet: Sheet, rows: tuple[int, int] | None = None) -> None:
    """Find the head of the upload's tab, or take it where it was told to be, and suggest columns."""
    lines = workbook.rows(folder(upload), upload.tab)
    head = heads.at(lines, *rows) if rows else heads.found(lines, sheet.columns)
    columns = heads.suggested(head, sheet.columns)
    upload.first, upload.last = head.first, head.last
    values = others(upload, sheet, head, columns)
    columns = {code: where for code, where in columns.items() if where not in values}
    upload.mapping = {"columns": columns, "values": {}, "others": values}
    upload.save(update_fields=["tab", "first", "last", "mapping"])


def others(upload: Upload, sheet: Sheet, head: heads.Head, columns: dict[str, str]) -> list[str]:
    """The columns of a wide table whose cells are likely values; none where the table is long already."""
    if not sheet.unfolds or set(sheet.unfolds) <= set(columns):
        return []
    taken = {letter for code, letter in columns.items() if code not in sheet.unfolds}
    value = next(column for column in sheet.columns if column.code == sheet.unfolds[1])
    below = (row for row in workbook.rows(folder(upload), upload.tab) if row.number > head.last)
    sample = [row for row, _count in zip(below, range(SAMPLE), strict=False)]
    return [
        workbook.letter(place)
        for place, name in enumerate(head.names)
        if name and workbook.letter(place) not in taken and _fits([row.cell(place) for row in sample], value)
    ]


def _fits(texts: list[str], column: Column) -> bool:
    """Whether most of the cells can be read as the column's kind, or all are blank."""
    said = [text for text in texts if text]
    return sum(_is_fit(text, column) for text in said) * 2 >= len(said)


def _is_fit(text: str, column: Column) -> bool:
    try:
        cells.read(text, column.kind, column.choices)
    except cells.Unfit:
        return False
    return True


def is_ours(upload: Upload, sheet: Sheet) -> bool:
    """Whether the file is the sheet's own, filled in: every column stands in it under its own name."""
    head = heads.at(workbook.rows(folder(upload), upload.tab), upload.first, upload.last)
    said = {loose(name) for _letter, name in head.letters}
    return all(loose(str(column.name)) in said for column in sheet.columns)


def compare(upload: Upload, mapping: dict[str, Any] | None = None) -> bool:
    """Set to compare the lines with what stands. False where it is no longer the time for it."""
    stages = (Upload.Stage.MAPPING, Upload.Stage.PREVIEW)
    values: dict[str, Any] = {"mapping": mapping} if mapping is not None else {}
    values["total"] = total(upload, values.get("mapping", upload.mapping))
    return _set_to(upload, stages, Upload.Stage.COMPARING, **values)


def accept(upload: Upload, reason: str) -> bool:
    """Set to write what would change. False where somebody did already, or it was discarded."""
    total = upload.lines.filter(state__in=("new", "changed")).count()
    return _set_to(upload, (Upload.Stage.PREVIEW,), Upload.Stage.APPLYING, reason=reason, total=total)


def resume(upload: Upload) -> bool:
    """Carry on what stopped: writing where it was accepted, else comparing."""
    stage = Upload.Stage.APPLYING if upload.reason else Upload.Stage.COMPARING
    done = upload.lines.exclude(applied=None).count() if upload.reason else 0
    return _set_to(upload, (Upload.Stage.STOPPED,), stage, done=done)


def _set_to(upload: Upload, stages: tuple[str, ...], stage: str, **values: Any) -> bool:
    fresh = {"done": 0, "run": "", "beat": None, "began": timezone.now()}
    with transaction.atomic():
        changed = Upload.objects.filter(pk=upload.pk, stage__in=stages).update(stage=stage, **{**fresh, **values})
    upload.refresh_from_db()
    if changed:
        begin(upload)
    return bool(changed)


def total(upload: Upload, mapping: dict[str, Any]) -> int:
    """About how many lines there will be."""
    return max(1, rows_below(upload)) * max(1, len(mapping.get("others", ())))


def rows_below(upload: Upload) -> int:
    """How many rows stand below the head."""
    above = takewhile(lambda row: row.number <= upload.last, workbook.rows(folder(upload), upload.tab))
    return workbook.tabs(folder(upload))[upload.tab].rows - sum(1 for _row in above)


def cancel(upload: Upload) -> bool:
    """Stop before the next chunk: a comparison begins anew from its columns, what was written stays."""
    back = {Upload.Stage.COMPARING: Upload.Stage.MAPPING, Upload.Stage.APPLYING: Upload.Stage.CANCELLED}
    return any(
        Upload.objects.filter(pk=upload.pk, stage=stage).update(stage=to, run="", beat=None)
        for stage, to in back.items()
    )


def discard(upload: Upload) -> bool:
    """Leave it. Nothing was written, and what was read is forgotten."""
    stages = (Upload.Stage.MAPPING, Upload.Stage.PREVIEW)
    changed = Upload.objects.filter(pk=upload.pk, stage__in=stages).update(stage=Upload.Stage.DISCARDED)
    if changed:
        upload.lines.all().delete()
    return bool(changed)
