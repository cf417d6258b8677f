"""Published statistics, clean and dirty, brought as neighbours' figures: taken, or refused by place and reason."""

from __future__ import annotations

import io
import re
from collections import Counter

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.desks.models import Upload
from luoshi.desks.sheets import running
from luoshi.desks.sheets.reading import head
from luoshi.kinds.target.actions import Definition, define
from luoshi.kinds.target.models import Indicator, PeerReading
from tests.architecture.house import ROOT
from tests.stories.desk import Desk, on

DATA = ROOT.parent / "shared" / "data"
STATS, PROJECTS = DATA / "china/stats", DATA / "portfolio/world-bank/raw"
UNIT = re.compile(r"^(?P<name>.+)_(?P<label>万元|亿元|元|百分比|[万亿]?[美元人个张吨]{1,2}|平方米)$")
PAGES = ("correct.xls", "error2.xls", "error3.xls", "error4.xls")
NO_TABLES = {"cnki.xls": "password", **dict.fromkeys(PAGES, "web page")}
# How a person maps each: columns by their place, one value for every row, and what the rest is counted in
WIDE = {
    "major36cities_2017_indicators.csv": ({"peer": "A"}, {"period": "2017"}),
    "cities_2004-2012_287cities.xlsx": ({"peer": "A", "period": "B"}, {}),
    "dirty/error.xls": ({"peer": "A"}, {"period": "2014"}),
    "dirty/error5.xls": ({"peer": "A"}, {"period": "2014"}),
}
LARGE = 200_000  # bytes
PLACE = re.compile(r"[A-Z]{1,2}\d+ \w[\w ]*: .+[.。]")

pytestmark = pytest.mark.skipif(not STATS.exists(), reason="the real tables in ../shared/data are absent")


@pytest.fixture
def desk(world, settings, tmp_path, monkeypatch):
    settings.UPLOADS_ROOT = tmp_path / "uploads"
    monkeypatch.setattr(running, "AT_ONCE", 10**6)
    on(2026, 8, 3)
    return Desk(world.supervisor)


def bring(desk, path):
    file = SimpleUploadedFile(path.name, _first_rows(path) if path.stat().st_size > LARGE else path.read_bytes())
    return desk.send(desk.see("/sheets/neighbours/"), file=file)


def _first_rows(path, rows=300):
    """The beginning of a large workbook: all of it takes minutes and says no more."""
    made, read = openpyxl.Workbook(write_only=True), openpyxl.load_workbook(path, read_only=True)
    sheet = made.create_sheet("1")
    for row in read.worksheets[0].iter_rows(max_row=rows, values_only=True):
        sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def mapped(desk, page, columns, values, others):
    said = {f"column-{code}": letter for code, letter in columns.items()}
    said |= {f"value-{code}": value for code, value in values.items()}
    rest = {name: "" for name in page.root.xpath("//select/@name") if name.startswith("column-") and name not in said}
    page = desk.send(page, "columns/", **rest, **said, others=others)
    assert page.status == 200, page.problems
    return page


def defined(world, name, label):
    said = Definition(name=name, unit_label=label, nature="point", cadence="year", lead_unit=world.units["fagai"])
    if not Indicator.objects.filter(name=name).exists():
        define(world.plan, said, by=world.supervisor)


def counted(upload):
    return dict(Counter(upload.lines.values_list("state", flat=True)))


def walked(desk, path, columns, values, others):
    """Bring it, look at what would change, write it, bring it again: then nothing would."""
    page = mapped(desk, bring(desk, path), columns, values, others)
    upload = Upload.objects.latest("pk")
    found = counted(upload)
    said = desk.see(page.url, state="refused").all("td[@class='told']/span")
    assert [reason for reason in said if not PLACE.fullmatch(reason)] == []
    written = desk.send(page, "acceptance/", reason="年鉴")
    assert written.status == 200
    upload.refresh_from_db()
    assert (upload.stage, counted(upload)) == ("done", found)
    again = mapped(desk, bring(desk, path), columns, values, others)
    assert "There is nothing to write." in again.text
    assert counted(Upload.objects.latest("pk")) == {("unchanged" if k == "new" else k): n for k, n in found.items()}
    print(f"\n{path.name}: {found} {said[:2]}, {PeerReading.objects.count()} figures")  # noqa: T201 - the point
    return found


@pytest.mark.parametrize("name", WIDE)
def test_a_wide_table_of_cities_is_taken_in(name, world, desk):
    columns, values = WIDE[name]
    page = bring(desk, STATS / name)
    upload = Upload.objects.latest("pk")
    others = [letter for letter, _said in head(upload).letters if letter not in columns.values()]
    for letter, said in head(upload).letters:
        if letter in others:
            split = UNIT.match(said)
            label = split["label"] if split else "人"
            defined(world, split["name"] if split else said, "%" if label == "百分比" else label)
    assert page.status == 200
    found = walked(desk, STATS / name, columns, {**values, "group": "城市", "source": "统计年鉴"}, others)
    assert found["new"] > 4 * found.get("refused", 0)  # some columns have nine decimals


def test_a_long_table_of_monthly_growth_is_taken_in(world, desk):
    defined(world, "固定资产投资", "亿元")
    columns, values = {"peer": "B", "period": "C", "growth": "D"}, {"indicator": "固定资产投资", "source": "统计局"}
    found = walked(desk, STATS / "fai_ytd_yoy_monthly_national_liaoning.csv", columns, values, [])
    assert found.get("refused", 0) <= 1  # a growth of sixteen decimals
    assert PeerReading.objects.exclude(growth=None).count() == found["new"]


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_refused_with_the_way_out(name, world, desk):
    page = bring(desk, STATS / "dirty" / name)
    assert page.status == 422
    assert NO_TABLES[name] in page.problems[0]
    print(f"\n{name}: {page.problems[0]}")  # noqa: T201 - the point


@pytest.mark.parametrize("path", sorted(PROJECTS.glob("*.xlsx")), ids=lambda path: path.name)
def test_a_list_of_projects_is_refused_row_by_row(path, world, desk):
    page = bring(desk, path)
    letters = dict(head(Upload.objects.latest("pk")).letters)
    columns = {"peer": next(letter for letter, said in letters.items() if said == "Country")}
    others = [letter for letter, said in letters.items() if "Cost" in said or "Amount" in said or "Commitment" in said]
    page = mapped(desk, page, columns, {"period": "2022", "source": "x"}, others)
    assert set(counted(Upload.objects.latest("pk"))) == {"refused"}
    said = page.all("td[@class='told']/span")
    assert said
    assert [reason for reason in said if not PLACE.fullmatch(reason)] == []
    print(f"\n{path.name}: {counted(Upload.objects.latest('pk'))} {said[:2]}")  # noqa: T201 - the point
