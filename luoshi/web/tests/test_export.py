"""A table out as Excel: every program reads the same cells, and no text turns into a formula."""

import datetime as dt
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from luoshi.web.export import stream

MORNING = dt.datetime.fromisoformat("2026-08-31 09:30")
TRICKS = ["=1+1", "+1", "-1", "@x", "\tx", "a<b>&\"c'", "_x000D_", "  edge ", "line\nbreak", "\x00\x0bnul", "𠀀生僻字"]
# Excel takes _x000D_ for a line end unless its first sign is written as a code; openpyxl shows that code.
KEPT = [*TRICKS[:6], "_x005F_x000D_", *TRICKS[7:9], "nul", TRICKS[10]]


def opened(*table, **more):
    with stream(*table, **{"name": "t", **more}) as file:
        return openpyxl.load_workbook(file).active


def test_text_stays_text_to_the_letter():
    sheet = opened(["Text"], [[text] for text in TRICKS])
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == KEPT
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [True] * 5 + [False] * 6


def test_numbers_and_days_are_such():
    row = [5, Decimal("1234.50"), Decimal("7"), dt.date(2026, 8, 31), MORNING, None, ""]
    cells = list(opened(list("abcdefg"), [row])[2])
    assert [cell.value for cell in cells[:5]] == [
        5,
        1234.5,
        7,
        MORNING.replace(hour=0, minute=0),
        MORNING,
    ]
    assert [cell.number_format for cell in cells[1:4]] == ["#,##0.00", "#,##0", "yyyy\\-mm\\-dd"]


def test_lines_above_the_head_and_the_frozen_place():
    sheet = opened(["a", "b"], [["x", 1]], name="A/B: [all]", above=["Title", "=as of"], widths=[20, 10])
    assert [[cell.value for cell in row] for row in sheet] == [["Title", None], ["=as of", None], ["a", "b"], ["x", 1]]
    assert sheet.freeze_panes == "B4"
    assert sheet["A3"].font.bold
    assert sheet.column_dimensions["A"].width == 20
    assert sheet.title == "A_B_ _all_"


def test_another_reader_reads_the_same(tmp_path):
    with stream(["a"], [["甲"], [Decimal("1.5")], [dt.date(2026, 1, 2)]], name="t") as file:
        (tmp_path / "t.xlsx").write_bytes(file.read())
    sheet = CalamineWorkbook.from_path(tmp_path / "t.xlsx").get_sheet_by_index(0)
    assert sheet.to_python() == [["a"], ["甲"], [1.5], [dt.date(2026, 1, 2)]]


def test_an_empty_table_is_a_table():
    assert opened([], [], name="").title == "1"


def test_a_row_that_does_not_fit_its_head_is_a_fault():
    with pytest.raises(ValueError, match="zip"):
        stream(["a"], [["x", "y"]], name="t")
