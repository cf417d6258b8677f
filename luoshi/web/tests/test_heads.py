"""The head of a table is found beneath titles, and its columns by what they are called."""

from luoshi.web.heads import at, found, suggested
from luoshi.web.sheets import Column
from luoshi.web.workbook import Row

COLUMNS = (
    Column(code="unit", name="Unit", synonyms=("单位名称", "县区")),
    Column(code="period", name="Period", synonyms=("数据期",)),
    Column(code="value", name="Value", synonyms=("投资额", "完成额")),
)


def rows(*cells, first=1):
    return [Row(number, list(line)) for number, line in enumerate(cells, start=first)]


def test_a_title_above_is_passed_over():
    head = found(rows(("Investment of all units",), ("", "unit: 10k"), ("Unit", "Value"), ("a", "1")), COLUMNS)
    assert (head.first, head.last, head.names) == (3, 3, ["Unit", "Value"])


def test_a_head_of_two_levels_is_joined():
    table = rows(
        ("t", "t", "t", "t"),
        ("县区", "投资额", "投资额", "数据期"),
        ("县区", "本月", "累计", "数据期"),
        ("甲", "1", "2", "2026"),
    )
    head = found(table, COLUMNS)
    assert (head.first, head.last) == (2, 3)
    assert head.names == ["县区", "投资额 / 本月", "投资额 / 累计", "数据期"]


def test_a_first_row_of_words_is_no_second_level():
    head = found(rows(("Unit", "Value", "Note"), ("a", "b", "c"), ("d", "e", "f")), COLUMNS)
    assert (head.first, head.last) == (1, 1)


def test_unknown_words_still_make_a_head():
    head = found(rows(("1", "2", "3"), ("x", "y", "z"), ("4", "5", "6")), COLUMNS)
    assert head.first == 2


def test_columns_are_suggested_by_name_synonym_and_likeness_each_once():
    head = found(rows(("数据期", "完成额（万元）", "县区名", "备注")), COLUMNS)
    assert suggested(head, COLUMNS) == {"unit": "C", "period": "A", "value": "B"}


def test_nothing_is_suggested_for_what_is_not_alike():
    assert suggested(found(rows(("x", "y")), COLUMNS), COLUMNS) == {}


def test_the_head_can_be_told():
    head = at(rows(("a",), ("b", "c"), ("d", "e")), 2, 3)
    assert head.names == ["b / d", "c / e"]
