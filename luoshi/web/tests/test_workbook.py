"""Tables as people bring them, read into plain rows with their true row numbers; what cannot be read is named."""

import csv
import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest

from luoshi.web import unpacking, workbook
from luoshi.web.workbook import Row, TableError


def excel(*rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def patched(data, old, new):
    """The same workbook with something else in its first sheet's XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content, count = re.subn(old, new, content)
                assert count == 1
            target.writestr(name, content)
    return file.getvalue()


def rows(data, tmp_path, name="table.xlsx", tab=0):
    folder = tmp_path / "read"
    folder.mkdir(exist_ok=True)
    source = folder / ("original." + workbook.ENDINGS.get(data[:4], "txt"))
    source.write_bytes(data)
    unpacking.unpack(source, name, folder)
    return [(row.number, row.cells) for row in workbook.rows(folder, tab)]


def test_rows_keep_their_number_and_their_column(tmp_path):
    def change(book):
        book.active["C4"], book.active["D7"] = "a", 1.5

    assert rows(excel(change=change), tmp_path) == [(4, ["", "", "a"]), (7, ["", "", "", "1.5"])]


def test_values_are_what_the_person_sees(tmp_path):
    def change(book):
        book.active["E1"].number_format = "0.00%"

    row = [47, 0.1 + 0.2, 12345678901234567890, True, 0.4726]
    row += [dt.date(2026, 8, 31), dt.datetime.fromisoformat("2026-08-31 09:30")]
    expected = ["47", "0.3", "12345678901234600000", "TRUE", "47.26%", "2026-08-31", "2026-08-31 09:30"]
    assert rows(excel(row, change=change), tmp_path) == [(1, expected)]


def test_of_formulas_the_value_is_taken_and_an_error_is_named(tmp_path):
    data = excel(["=1+1", "=1/0", "x"])
    data = patched(data, rb'<c r="A1"><f>1\+1</f><v(?:></v>| ?/>)</c>', b'<c r="A1"><f>1+1</f><v>2</v></c>')
    data = patched(data, rb'<c r="B1"><f>1/0</f><v(?:></v>| ?/>)</c>', b'<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    assert rows(data, tmp_path) == [(1, ["2", "#DIV/0!", "x"])]


def test_merged_cells_give_their_words_to_all_and_a_figure_only_downwards(tmp_path):
    def change(book):
        book.active.merge_cells("A1:C1")
        book.active.merge_cells("A2:A3")
        book.active.merge_cells("B2:C2")

    found = rows(excel(["title", "", ""], ["unit", 5, ""], ["", 6, 7], change=change), tmp_path)
    assert found == [(1, ["title"] * 3), (2, ["unit", "5"]), (3, ["unit", "6", "7"])]


def test_tabs_are_told_with_what_is_hidden(tmp_path):
    def change(book):
        book.create_sheet("more").append(["b"])
        book["more"].sheet_state = "hidden"

    rows(excel(["a"], change=change), tmp_path)
    assert workbook.tabs(tmp_path / "read") == [
        workbook.Tab("Sheet", False, 1, 1),
        workbook.Tab("more", True, 1, 1),
    ]


def text(*lines, separator=",", encoding="utf-8"):
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(lines)
    return file.getvalue().encode(encoding)


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_the_separator_is_found(tmp_path, separator):
    lines = (["unit", "value, in all"], ["a", "1,234"], ["b", "2"])
    assert rows(text(*lines, separator=separator), tmp_path) == [(n, line) for n, line in enumerate(lines, start=1)]


def test_lines_before_the_table_do_not_mislead(tmp_path):
    data = "# read on a day; by somebody; from a place\nunit,value\na,1\n".encode("gb18030")
    assert rows(data, tmp_path)[1:] == [(2, ["unit", "value"]), (3, ["a", "1"])]


def test_text_under_the_name_of_a_workbook_is_read_and_said(tmp_path):
    assert rows(text(["单位", "数值"], ["甲", "1"], encoding="gb18030"), tmp_path, name="x.xls")[1] == (2, ["甲", "1"])
    assert workbook.disguised(tmp_path / "read")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\n<!-- x -->\n<HTML><table>", "web_page"),
        (b"<?xml version='1.0'?><Workbook/>", "web_page"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "web_page"),
        (b"%PDF-1.7", "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        (b"PK\x03\x04 but no zip", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected"),
        (b"\n \n,,,\n", "no_rows"),
    ],
)
def test_what_is_no_table_is_refused_by_its_name(tmp_path, data, code):
    with pytest.raises(unpacking.Refusal) as refused:
        rows(data, tmp_path, name="table.xls")
    assert refused.value.said["code"] == code
    assert code in workbook.MESSAGES


def test_a_zip_of_something_else_is_no_table(tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(unpacking.Refusal, match="unknown_type"):
        rows(file.getvalue(), tmp_path)


@pytest.mark.parametrize(
    ("data", "code"),
    [("a\n" * (unpacking.ROWS + 1), "too_long"), (",".join("a" * (unpacking.COLUMNS + 1)), "too_wide")],
)
def test_there_is_an_end_to_rows_and_columns(tmp_path, data, code):
    with pytest.raises(unpacking.Refusal, match=code):
        rows(data.encode(), tmp_path)


def test_reading_is_done_in_a_process_that_may_fall(tmp_path):
    def change(book):
        book.active["XFD1048576"] = "far"

    with pytest.raises(TableError) as refused:
        workbook.unpack(io.BytesIO(excel(["a"], change=change)), "far.xlsx", tmp_path / "far")
    assert refused.value.code == "too_much"


def test_a_file_is_kept_with_its_rows_for_nobody_else(tmp_path):
    folder = tmp_path / "kept"
    tabs = workbook.unpack(io.BytesIO(excel(["a", 1])), "table.xlsx", folder)
    assert [tab.rows for tab in tabs] == [1]
    assert list(workbook.rows(folder, 0)) == [Row(1, ["a", "1"])]
    assert (folder / "original.xlsx").exists()
    assert folder.stat().st_mode & 0o077 == 0


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "LIMIT", 10)
    with pytest.raises(TableError) as refused:
        workbook.unpack(io.BytesIO(b"x" * 11), "table.csv", tmp_path / "large")
    assert refused.value.code == "too_large"


def test_every_reason_has_its_words():
    source = (workbook.ROOT / "luoshi/web/unpacking.py").read_text(encoding="utf-8")
    assert set(re.findall(r'Refusal\("(\w+)"', source)) - set(workbook.MESSAGES) == set()
