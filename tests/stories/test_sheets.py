"""A table is brought: its columns are found, every row is shown with what it would change, and only then written."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.desks.models import SavedView, Upload, UploadLine
from tests.stories.desk import Desk

HEAD = ("Name", "Light", "Amount", "Count", "Month", "Day")
ROWS = (
    ("first", "red", "1,234.50", "3", "2026年8月", "2026/8/31"),
    ("second", "", "", "", "", ""),
)


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.SHEETS = ["tests.shelf"]
    settings.UPLOADS_ROOT = tmp_path / "uploads"


@pytest.fixture
def desk(world):
    return Desk(world.supervisor)


def book(*rows, above=(), name="table.xlsx"):
    """An Excel file of these rows."""
    made = openpyxl.Workbook()
    for row in (*above, *rows):
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def text(*rows, name="table.csv", encoding="utf-8", separator=","):
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    return SimpleUploadedFile(name, file.getvalue().encode(encoding))


def bring(desk, file=None, sheet="shelf", **typed):
    return desk.send(desk.see(f"/sheets/{sheet}/"), file=file, **typed)


def kept():
    return dict(SavedView.objects.values_list("name", "query"))


def written(page, desk, reason="as published"):
    return desk.send(page, "acceptance/", reason=reason)


def test_a_filled_in_sheet_is_shown_and_then_written(desk):
    page = bring(desk, book(HEAD, *ROWS))
    assert "What would each row change?" in page.text
    assert kept() == {}
    page = written(page, desk)
    assert "2 rows were written" in page.text
    assert kept() == {"first": "light=red&amount=1234.5&count=3&month=2026-08&day=2026-08-31", "second": ""}


def test_the_same_file_twice_changes_nothing(desk):
    written(bring(desk, book(HEAD, *ROWS)), desk)
    page = bring(desk, book(HEAD, *ROWS))
    assert "There is nothing to write." in page.text
    assert "unchanged 2" in page.text.lower()


def test_every_refusal_names_row_and_column_and_reason(desk):
    rows = [("", "red"), ("a", "blue"), ("b", "", "many"), ("c", "", "1", "1.5"), ("d", "", "", "", "August"), ("e",)]
    page = bring(desk, book(HEAD, *rows))
    said = page.all("span[@class='wrong']")
    assert said == [
        "A2 Name: Nothing stands here. Fill it in.",
        "B3 Light: This is not on offer. Choose one from the list.",
        "C4 Amount: This is not a number. Write digits only, such as 1234.5.",
        "D5 Count: This is not a whole number. Write one such as 12.",
        "E6 Month: This is no period. Write it as 2026-08, 2026Q3, 2026H1 or 2026.",
    ]
    assert page.all("tbody/tr/td[1]") == ["refused"] * 5 + ["new line"]


def test_of_many_refusals_the_causes_are_counted(desk):
    rows = [(f"a{number}", "blue") for number in range(9)] + [(f"b{number}", "", "x") for number in range(3)]
    page = bring(desk, book(HEAD, *rows))
    assert page.all("section[h2]//li") == [
        "9 B Light: This is not on offer. Choose one from the list.",
        "3 C Amount: This is not a number. Write digits only, such as 1234.5.",
    ]


def test_what_changes_is_shown_before_and_after(desk):
    written(bring(desk, book(HEAD, *ROWS)), desk)
    page = bring(desk, book(HEAD, ("first", "green", "1,234.50", "3", "2026-08", "2026-08-31")))
    assert page.all("tbody//del") == ["red"]
    assert page.all("tbody//ins") == ["green"]


def test_a_chip_filters_the_rows(desk):
    page = bring(desk, book(HEAD, ("a",), ("b", "blue"), ("c",)))
    assert page.all("nav[@class='views']/a") == ["all 3", "refused 1", "new line 2"]
    assert desk.see(page.url, state="refused").all("tbody/tr/th") == ["3"]


def test_a_table_of_ones_own_is_mapped_by_hand(desk):
    file = book(("Figures of August",), (), ("称谓", "值", "备注"), ("a", "12", "x"), name="own.xlsx")
    page = bring(desk, file)
    assert "Which column of the file is which?" in page.text
    page = desk.send(page, "columns/", **{"column-amount": "B", "value-month": "2026-08"})
    written(page, desk)
    assert kept() == {"a": "amount=12&month=2026-08"}


def test_a_required_column_that_is_not_mapped_is_asked_for(desk):
    page = bring(desk, book(("x", "y"), ("a", "1")))
    page = desk.send(page, "columns/", **{"column-amount": "B"})
    assert page.status == 422
    assert page.problems == ["Name: Say which column it is, or one value for every row."]


def test_a_fixed_value_is_read_like_any_other(desk):
    page = bring(desk, book(("Name", "y"), ("a", "1")))
    page = desk.send(page, "columns/", **{"value-month": "some day"})
    assert page.status == 422


def test_the_place_of_the_head_can_be_corrected(desk):
    page = bring(desk, book(("Name", "Light"), ("unit", "kind"), ("称谓", "亮灯"), ("a", "red")))
    page = desk.send(page, "head/", first="3", last="3")
    assert page.one("select[@name='column-name']/option[@selected]").text == "A · 称谓"
    page = desk.send(page, "columns/")
    assert page.all("tbody/tr/th") == ["4"]


def test_another_tab_can_be_chosen(desk):
    made = openpyxl.Workbook()
    made.active.append(["Name", "Light"])
    made.active.append(["a", "red"])
    other = made.create_sheet("other")
    other.append(["Name"])
    other.append(["b"])
    file = io.BytesIO()
    made.save(file)
    page = bring(desk, SimpleUploadedFile("tabs.xlsx", file.getvalue()))
    page = desk.send(page, "head/", tab="1")
    page = desk.send(page, "columns/")
    assert page.all("tbody/tr/td[2]") == ["b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_is_read_whatever_its_encoding_and_separator(desk, encoding, separator):
    page = bring(desk, text(("称谓", "金额"), ("填表", "１，２３４"), encoding=encoding, separator=separator))
    written(desk.send(page, "columns/"), desk)
    assert kept() == {"填表": "amount=1234"}


def test_rows_are_pasted_from_excel(desk):
    page = bring(desk, text="\t".join(HEAD) + "\nfirst\tred\t12\t\t\t")
    written(page, desk)
    assert kept() == {"first": "light=red&amount=12"}


def test_neither_file_nor_rows_is_said(desk):
    page = bring(desk)
    assert page.status == 422
    assert page.problems == ["File: Choose a file, or paste rows."]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><table><tr><td>a</td></tr></table></html>", "only called a workbook"),
        (b"\n\n<!-- x -->\n<html>", "only called a workbook"),
        (b"%PDF-1.7 whatever", "This is no table"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        (b"", "empty"),
        (b"\n \n", "no row"),
    ],
)
def test_what_is_no_table_is_named(desk, content, said):
    page = bring(desk, SimpleUploadedFile("table.xls", content))
    assert page.status == 422
    assert said in page.problems[0]
    assert not Upload.objects.exists()


def test_a_cell_far_away_does_not_fill_the_memory(desk):
    made = openpyxl.Workbook()
    made.active["A1"], made.active["XFD1048576"] = "Name", "far"
    file = io.BytesIO()
    made.save(file)
    page = bring(desk, SimpleUploadedFile("far.xlsx", file.getvalue()))
    assert page.status == 422
    assert "unpacks to more" in page.problems[0]


def test_a_wide_table_is_one_line_a_cell(desk):
    file = book(("数据期", "Roads", "Bridges"), ("2026-08", 3, 4.5), ("2026-09", "—", None))
    page = bring(desk, file, sheet="rack")
    page = desk.send(page, "columns/")
    written(page, desk)
    assert kept() == {"Roads": "amount=3&month=2026-08", "Bridges": "amount=4.5&month=2026-08"}


def test_in_a_wide_table_a_column_of_names_stays_one_and_columns_of_figures_are_values(desk):
    page = bring(desk, book(("Name", "2026-08", "Light of it", "2026-09"), ("a", 3, "x", 4)), sheet="rack")
    desk.send(page, "columns/")
    assert Upload.objects.get().mapping == {"columns": {"name": "A", "light": "C"}, "values": {}, "others": ["B", "D"]}


def test_the_column_of_values_joins_the_others_when_some_are_chosen(desk):
    page = bring(desk, book(("Name", "Amount", "more"), ("a", 3, 4)), sheet="rack")
    desk.send(page, "columns/", others=["C"])
    assert Upload.objects.get().mapping == {"columns": {"name": "A"}, "values": {}, "others": ["B", "C"]}


def test_refused_rows_come_back_with_the_reason_beside_each(desk):
    page = bring(desk, book((*HEAD, "own note"), ("a", "blue", 3, "", "", "", "mine"), ("b",), ("a", "red")))
    rows = desk.sheet(f"{page.url}refused.xlsx")
    assert rows == [
        [*HEAD, "own note", "Row", "Why refused"],
        ["a", "blue", "3", None, None, None, "mine", 2, "B2 Light: This is not on offer. Choose one from the list."],
    ]


def test_what_stands_is_downloaded_corrected_and_brought(desk):
    written(bring(desk, book(HEAD, *ROWS)), desk)
    standing = openpyxl.load_workbook(io.BytesIO(desk.file("/sheets/shelf/rows.xlsx")))
    sheet = standing.worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["first", "red", 1234.5]
    sheet["C2"] = 99
    file = io.BytesIO()
    standing.save(file)
    page = bring(desk, SimpleUploadedFile("rows.xlsx", file.getvalue()))
    assert page.all("tbody/tr/td[1]") == ["changed", "unchanged"]


def test_the_blank_sheet_checks_while_one_types(desk):
    blank = openpyxl.load_workbook(io.BytesIO(desk.file("/sheets/shelf/blank.xlsx")))
    sheet, meanings = blank.worksheets[0], blank.worksheets[-1]
    assert tuple(cell.value for cell in sheet[1]) == HEAD
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    assert {check.type for check in sheet.data_validations.dataValidation} == {
        "list",
        "decimal",
        "whole",
        "custom",
        "date",
    }
    assert meanings["D2"].value == "By what the view is called"


def test_what_changed_meanwhile_is_refused_and_the_rest_written(desk, world):
    written(bring(desk, book(HEAD, *ROWS)), desk)
    page = bring(desk, book(HEAD, ("first", "green"), ("third",)))
    SavedView.objects.filter(name="first").update(query="light=red&count=9")
    page = written(page, desk)
    assert "1 row was written" in page.text
    assert "somebody changed it meanwhile" in page.text
    assert kept()["first"] == "light=red&count=9"


def test_a_preview_that_is_discarded_writes_nothing(desk):
    page = desk.send(bring(desk, book(HEAD, *ROWS)), "removal/")
    assert "Discarded. Nothing was written." in page.text
    assert "discarded" in page.text
    assert kept() == {}


def test_a_reason_must_be_given(desk):
    page = written(bring(desk, book(HEAD, *ROWS)), desk, reason="")
    assert page.status == 422
    assert kept() == {}


def test_a_line_that_cannot_be_read_bears_what_stands_in_its_first_column(desk):
    """Whatever else stands in it, in whatever order the database keeps columns, and signs that no column holds."""
    bring(desk, book(HEAD, ("_x0000_first_x0001_", "red", "many", "_x0000_", "2026-08", "")))
    assert UploadLine.objects.get().subject == "first"


def test_a_folder_left_by_a_database_put_back_is_in_nobodys_way(desk, settings):
    bring(desk, book(HEAD, *ROWS))
    last = Upload.objects.get().pk
    for number in (last + 1, last + 2):
        (settings.UPLOADS_ROOT / str(number)).mkdir()
        (settings.UPLOADS_ROOT / str(number) / "original.csv").write_text("of somebody else")
    assert bring(desk, book(HEAD, *ROWS)).status == 200
    folder = settings.UPLOADS_ROOT / str(Upload.objects.latest("pk").pk)
    assert [file.name for file in folder.glob("original.*")] == ["original.xlsx"]


def test_an_upload_is_its_uploaders_alone(desk, world):
    page = bring(desk, book(HEAD, *ROWS))
    other = Desk(world.people["yuanshan"]) if "yuanshan" in world.people else Desk(world.leader)
    for path in ("", "columns/", "refused.xlsx"):
        assert other.get(page.url + path).status == 404
    for path in ("acceptance/", "cancellation/", "continuation/", "removal/", "columns/", "head/"):
        assert other.post(page.url + path, reason="mine").status == 404
    assert kept() == {}


def test_who_may_not_use_a_sheet_does_not_learn_of_it(world):
    desk = Desk(world.reporter)
    assert "There is no sheet for you" in desk.see("/sheets/").text
    assert "/sheets/" not in [str(link) for link in desk.see("/today/").root.xpath("//nav//a/@href")]
    for path in ("", "blank.xlsx", "rows.xlsx"):
        assert desk.get(f"/sheets/shelf/{path}").status == 404


def test_the_rail_leads_to_the_sheets(desk):
    assert "/sheets/" in [str(link) for link in desk.see("/today/").root.xpath("//nav//a/@href")]
