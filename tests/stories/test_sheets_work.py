"""A table so large that the worker compares and writes it: carried on, cancelled, taken up after a fault, swept."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from luoshi.desks.models import SavedView, Upload, UploadLine
from luoshi.desks.sheets import running, tasks
from tests.shelf import Shelf
from tests.stories.desk import Desk
from tests.stories.test_sheets import HEAD, ROWS, book, bring, text, written


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.SHEETS = ["tests.shelf"]
    settings.UPLOADS_ROOT = tmp_path / "uploads"


@pytest.fixture
def desk(world):
    return Desk(world.supervisor)


def many(count):
    return text(HEAD, *((f"n{number}", "red", str(number), "", "", "") for number in range(count)))


def test_a_large_file_is_compared_and_written_by_the_worker(desk):
    page = bring(desk, many(1200))
    assert "Rows are being compared" in page.text
    working()
    page = desk.see(page.url)
    assert "new line 1,200" in page.text
    page = written(page, desk)
    assert "Rows are being written" in page.text
    working()
    assert "1,200 rows were written" in desk.see(page.url).text
    assert SavedView.objects.count() == 1200


def working():
    """What the worker does until its queue is empty."""
    for queued in DBTaskResult.objects.ready():
        done = queued.task.call(*queued.task_result.args, **queued.task_result.kwargs)
        queued.set_successful(done)


def test_a_comparison_is_cancelled_and_begins_anew_from_its_columns(desk):
    page = bring(desk, many(1200))
    page = desk.send(page, "cancellation/")
    working()
    assert "Which column of the file is which?" in desk.see(page.url).text
    assert not UploadLine.objects.exists()


def test_writing_that_is_cancelled_keeps_what_was_written(desk, monkeypatch):
    page = bring(desk, many(1200))
    working()
    page = written(desk.see(page.url), desk)
    hold, held = running._hold, []

    def cancelled_after_a_chunk(upload, done=0):
        hold(upload, done)
        held.append(done)
        if sum(held) == 500:
            Upload.objects.update(stage=Upload.Stage.CANCELLED)
            held.append(1)

    monkeypatch.setattr(running, "_hold", cancelled_after_a_chunk)
    working()
    assert "500 rows were written" in desk.see(page.url).text
    assert SavedView.objects.count() == 500


def test_a_fault_is_said_and_can_be_carried_on(desk, monkeypatch, caplog):
    page = bring(desk, many(1200))
    working()
    page = written(desk.see(page.url), desk)
    real, calls = Shelf.apply, []

    def falls_once(self, payloads, **more):
        calls.append(len(payloads))
        if len(calls) == 2:
            real(self, payloads, **more)
            raise OSError("the disk is full")
        return real(self, payloads, **more)

    monkeypatch.setattr(Shelf, "apply", falls_once)
    working()
    page = desk.see(page.url)
    assert "500 rows were written and stay; nothing is half written." in page.text
    assert SavedView.objects.count() == 500
    desk.send(page, "continuation/")
    working()
    assert SavedView.objects.count() == 1200
    assert calls == [500, 500, 500, 200]


def test_old_uploads_are_swept_with_their_files(desk, settings, tmp_path):
    page = bring(desk, book(HEAD, *ROWS))
    folder = settings.UPLOADS_ROOT / page.url.split("/")[3]
    assert folder.is_dir()
    Upload.objects.update(at=Upload.objects.get().at - timedelta(days=31))
    assert tasks.sweep() == 1
    assert not folder.exists()
    assert not UploadLine.objects.exists()
