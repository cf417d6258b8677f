"""Tables that offices and yearbooks really publish, clean and dirty: each cell is read or refused with its place."""

import re
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.desks.models import Upload
from luoshi.desks.sheets import running
from tests.architecture.house import ROOT
from tests.stories.desk import Desk

DATA = ROOT.parent / "shared" / "data"
FILES = [
    path
    for folder in ("china/stats", "china/stats/dirty", "portfolio/world-bank/raw")
    for path in sorted((DATA / folder).glob("*.*"))
]
PLACE = re.compile(r"[A-Z]{1,2}\d+ \w+: .+[.。]")

pytestmark = pytest.mark.skipif(not FILES, reason="the real tables in ../shared/data are absent")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_real_table_is_read_or_refused_by_place_and_reason(path, world, settings, tmp_path, monkeypatch):
    settings.SHEETS, settings.UPLOADS_ROOT = ["tests.yearbook"], tmp_path / "uploads"
    monkeypatch.setattr(running, "AT_ONCE", 10**6)
    desk = Desk(world.supervisor)
    file = SimpleUploadedFile(path.name, path.read_bytes())
    page = desk.send(desk.see("/sheets/yearbook/"), file=file)
    if page.status == 422:
        assert len(page.problems) == 1
        print(f"\n{path.name}: {page.problems[0]}")  # noqa: T201 - what happened is the point
        return
    typed = {} if page.one("select[@name='column-unit']").value else {"column-unit": "A"}
    page = desk.send(page, "columns/", **typed)
    assert page.status == 200, page.problems
    upload = Upload.objects.get()
    assert upload.stage == Upload.Stage.PREVIEW
    counts = Counter(upload.lines.values_list("state", flat=True))
    assert sum(counts.values()) > 0
    for line in upload.lines.filter(state="refused")[:2000]:
        assert line.reasons
    said = desk.see(page.url, state="refused").all("td[@class='told']/span")
    assert [reason for reason in said if not PLACE.fullmatch(reason)] == []
    if counts["refused"]:
        assert desk.sheet(f"{page.url}refused.xlsx")
    print(f"\n{path.name}: head {upload.first}-{upload.last} {dict(counts)} {said[:2]}")  # noqa: T201
