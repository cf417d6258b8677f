"""A table is brought at a browser: every page on the way is for everybody, and the bar goes to its end by itself."""

import threading

import openpyxl
import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from luoshi.desks.models import SavedView
from tests.stories.test_sheets import HEAD


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.SHEETS, settings.UPLOADS_ROOT = ["tests.shelf"], tmp_path / "uploads"


def book(path, *rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def bring(page, path, sheet="shelf"):
    page.goto(f"/sheets/{sheet}/")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form.form button.is-primary").click()
    page.wait_for_url("**/uploads/**")


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_every_page_on_the_way_is_for_everybody(visit, tmp_path, language, width):
    visitor = visit("linxiaohe", language=language, width=width)
    page, found = visitor.page, []

    def look(where):
        found.extend(f"{where}: {fault}" for fault in visitor.faults())

    rows = [("a" * 28, "red", "12"), ("b", "blue", "x"), ("c",)]
    bring(page, book(tmp_path / "own.xlsx", ("Title",), ("Name", "Light", "Sum in all"), *rows), "rack")
    look("columns")
    bring(page, book(tmp_path / "ours.xlsx", HEAD, *rows))
    look("preview")
    page.locator("[name=reason]").fill("as published")
    page.locator("form.form button.is-primary").click()
    expect(page.locator(".messages")).to_be_visible()
    look("done")
    for path in ("/sheets/", "/sheets/shelf/"):
        page.goto(path)
        look(path)
    assert not found, "\n".join(["", *found])
    assert SavedView.objects.count() == 2


def test_the_bar_goes_to_its_end_and_the_preview_comes_by_itself(visit, tmp_path):
    page = visit("linxiaohe", language="en").page
    bring(page, book(tmp_path / "large.xlsx", HEAD, *((f"n{number}",) for number in range(1500))))
    expect(page.locator("#work progress")).to_be_visible()
    worker = threading.Thread(target=work)
    worker.start()
    expect(page.locator("h1 + .question")).to_have_text("What would each row change?", timeout=20_000)
    worker.join()


def work():
    """What the worker does."""
    try:
        for queued in DBTaskResult.objects.ready():
            queued.set_successful(queued.task.call(*queued.task_result.args, **queued.task_result.kwargs))
    finally:
        connection.close()
