"""Work on an upload: comparing and writing, by whoever holds it, so that a kill leaves nothing half done.

Whoever works on an upload writes its name into `run` and says at least every minute that it lives (`beat`). Another one
takes over when that stops. Lines are marked in the transaction that writes them, so none is written twice.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections import deque
from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from luoshi.desks.models import Upload, UploadLine
from luoshi.desks.sheets.ground import ground
from luoshi.desks.sheets.offered import sheets
from luoshi.desks.sheets.reading import Read, TooMany, lines
from luoshi.web import cells
from luoshi.web.sheets import CHUNK, Change, Line, Refused, Sheet, chunks

LEASE = dt.timedelta(seconds=60)
AT_ONCE = 1000  # lines that are worked on while the person waits
Stage, State = Upload.Stage, UploadLine.State
logger = logging.getLogger(__name__)


class Lost(Exception):  # noqa: N818 - a word of the house
    """The upload was cancelled, or somebody else works on it."""


def run(pk: int) -> None:
    """Carry an upload on from where it stands, if nobody else does. What goes wrong is kept with it, and logged."""
    me = str(uuid.uuid4())
    now = timezone.now()
    free = Q(run="") | Q(beat=None) | Q(beat__lt=now - LEASE)
    if not _working().filter(free, pk=pk).update(run=me, beat=now):
        return
    upload = Upload.objects.select_related("person", "region", "plan").get(pk=pk)
    with override(upload.language):
        try:
            _carry_on(upload)
        except Lost:
            pass
        except TooMany:
            _stop(upload, "too many")
        except Exception:
            logger.exception("upload %s stopped", pk)
            _stop(upload, "fault")


def left_over() -> QuerySet[Upload]:
    """Uploads that are being worked on, or were when their worker went."""
    return _working()


def _working() -> QuerySet[Upload]:
    return Upload.objects.filter(stage__in=(Stage.COMPARING, Stage.APPLYING))


def _carry_on(upload: Upload) -> None:
    sheet = sheets()[upload.sheet]
    if not sheet.may(upload.person):
        return _stop(upload, "may not")
    if upload.stage == Stage.COMPARING:
        _compare(upload, sheet)
        _turn(upload, Stage.PREVIEW)
    else:
        _apply(upload, sheet)
        _turn(upload, Stage.DONE)
    return None


def _hold(upload: Upload, done: int = 0) -> None:
    """Say that the work goes on. Raises Lost where it is no longer this one's."""
    mine = Upload.objects.filter(pk=upload.pk, run=upload.run, stage=upload.stage)
    if not mine.update(beat=timezone.now(), done=F("done") + done):
        raise Lost


def _turn(upload: Upload, stage: str) -> None:
    mine = Upload.objects.filter(pk=upload.pk, run=upload.run, stage=upload.stage)
    if not mine.update(stage=stage, run="", beat=None):
        raise Lost


def _stop(upload: Upload, why: str) -> None:
    mine = Upload.objects.filter(pk=upload.pk, run=upload.run, stage=upload.stage)
    mine.update(stage=Stage.STOPPED, run=why, beat=None)


def _compare(upload: Upload, sheet: Sheet) -> None:
    """Every line and what it would do. Begun anew where it was broken off: nothing was written."""
    upload.lines.all().delete()
    Upload.objects.filter(pk=upload.pk, run=upload.run).update(done=0)
    for chunk in chunks(_compared(upload, sheet)):
        _hold(upload)
        UploadLine.objects.bulk_create(chunk)
        _hold(upload, len(chunk))


def _compared(upload: Upload, sheet: Sheet) -> Iterator[UploadLine]:
    """Lines that cannot be read are refused here, the others are the sheet's to judge."""
    unread: deque[UploadLine] = deque()
    waiting: deque[tuple[int, Read]] = deque()
    names = {column.code: str(column.name) for column in sheet.columns}

    def readable() -> Iterator[Line]:
        for place, read in enumerate(lines(upload, sheet)):
            if read.reasons:
                subject = _called(read, sheet)
                change = Change(number=read.line.number, state="refused", subject=subject, reasons=read.reasons)
                unread.append(_line(upload, place, read, change, names))
            else:
                waiting.append((place, read))
                yield read.line

    for change in sheet.compare(readable(), person=upload.person, ground=ground(upload)):
        place, read = waiting.popleft()
        yield _line(upload, place, read, change, names)
        while unread:
            yield unread.popleft()
    yield from unread
    if waiting:
        raise RuntimeError(f"{sheet.code}: {len(waiting)} lines were not judged")


def _called(read: Read, sheet: Sheet) -> str:
    """What a line that could not be read is about, as far as one can tell: what stands in its first column."""
    said = (cells.printable(read.raw.get(column.code, "")) for column in sheet.columns)
    return next(filter(None, said), "")


def _line(upload: Upload, place: int, read: Read, change: Change, names: dict[str, str]) -> UploadLine:
    where = read.line.where
    return UploadLine(
        upload=upload,
        place=place,
        number=change.number,
        state=change.state,
        subject=Truncator(str(change.subject)).chars(200),
        shown=[[str(part) for part in parts] for parts in change.shown],
        reasons=[[where.get(code, ""), names.get(code, ""), str(why)] for code, why in change.reasons],
        payload=dict(change.payload),
    )


def _apply(upload: Upload, sheet: Sheet) -> None:
    """Chunk by chunk, each whole or not at all."""
    accepted = upload.lines.filter(state__in=(State.NEW, State.CHANGED), applied=None)
    while chunk := list(accepted.order_by("place")[:CHUNK]):
        _hold(upload)
        _write(upload, sheet, chunk)


def _write(upload: Upload, sheet: Sheet, chunk: Sequence[UploadLine]) -> None:
    left = list(chunk)
    while left:
        try:
            return _written(upload, sheet, left)
        except Refused as refused:
            if not refused.reasons:
                raise
            for place, why in refused.reasons.items():
                _refuse(upload, left[place], [str(why)])
            left = [line for place, line in enumerate(left) if place not in refused.reasons]
        except ValidationError as error:
            if len(left) > 1:
                return _one_by_one(upload, sheet, left)
            return _refuse(upload, left[0], error.messages)
    return None


def _one_by_one(upload: Upload, sheet: Sheet, chunk: Sequence[UploadLine]) -> None:
    for line in chunk:
        _hold(upload)
        _write(upload, sheet, [line])


def _written(upload: Upload, sheet: Sheet, chunk: Sequence[UploadLine]) -> None:
    with transaction.atomic():
        sheet.apply([line.payload for line in chunk], person=upload.person, ground=ground(upload), reason=upload.reason)
        UploadLine.objects.filter(pk__in=[line.pk for line in chunk]).update(applied=timezone.now())
        _hold(upload, len(chunk))


def _refuse(upload: Upload, line: UploadLine, why: Sequence[str]) -> None:
    line.state, line.reasons = State.REFUSED, [["", "", text] for text in why]
    line.save(update_fields=["state", "reasons"])
    _hold(upload, 1)


def why_stopped(upload: Upload) -> str:
    """In words for a person."""
    return {
        "too many": _("The table holds more values than can be taken at once. Split it into several files."),
        "may not": _("You may no longer use this sheet. Ask an administrator."),
    }.get(upload.run, _("The server could not go on. What went wrong stands in its log."))
