"""Work on uploads in the background, and what is swept."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from luoshi.desks.models import Upload
from luoshi.desks.sheets import running
from luoshi.desks.sheets.ground import remove

KEPT = dt.timedelta(days=30)


@task()
def carry_on(pk: int) -> None:
    running.run(pk)


def begin(upload: Upload) -> None:
    """Work on it: at once where it is small, else by the worker."""
    if upload.total <= running.AT_ONCE:
        running.run(upload.pk)
    else:
        carry_on.enqueue(upload.pk)


def take_up() -> int:
    """Queue what was being worked on, for the time when it is certain that nobody does. How many there were."""
    uploads = list(running.left_over())
    for upload in uploads:
        since = upload.beat or upload.began or upload.at
        carry_on.using(run_after=max(since + running.LEASE, timezone.now())).enqueue(upload.pk)
    return len(uploads)


def sweep() -> int:
    """Remove uploads of thirty days ago and earlier, and what the queue remembers of then. How many uploads."""
    then = timezone.now() - KEPT
    found: QuerySet[Upload] = Upload.objects.filter(at__lt=then)
    count = 0
    for upload in found.iterator():
        remove(upload)
        count += 1
    DBTaskResult.objects.filter(enqueued_at__lt=then).delete()
    return count
