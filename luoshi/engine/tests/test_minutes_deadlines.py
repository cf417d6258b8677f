"""By when, and how much."""

from datetime import date

import pytest

from luoshi.engine.minutes import read

HELD_ON = date(2026, 8, 5)  # a Wednesday


def only(text, held_on=HELD_ON):
    return read(f"会议要求，{text}。", held_on=held_on)[0]


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("年底前", date(2026, 12, 31)),
        ("今年年内", date(2026, 12, 31)),
        ("9月底前", date(2026, 9, 30)),
        ("6月底前", date(2027, 6, 30)),
        ("十二月底前", date(2026, 12, 31)),
        ("四季度", date(2026, 12, 31)),
        ("下半年", date(2026, 12, 31)),
        ("明年一季度", date(2027, 3, 31)),
        ("2027年上半年", date(2027, 6, 30)),
        ("2027年6月底前", date(2027, 6, 30)),
        ("月底前", date(2026, 8, 31)),
        ("下月底前", date(2026, 9, 30)),
        ("8月7日前", date(2026, 8, 7)),
        ("9月中旬", date(2026, 9, 20)),
        ("下周五前", date(2026, 8, 14)),
        ("本周内", date(2026, 8, 9)),
        ("三天内", date(2026, 8, 8)),
        ("48小时内", date(2026, 8, 7)),
        ("10个工作日内", date(2026, 8, 19)),
        ("一个月内", date(2026, 9, 5)),
        ("半年内", date(2027, 2, 5)),
        ("国庆节前", date(2026, 9, 30)),
        ("春节前", None),
    ],
)
def test_deadlines(written, due):
    directive = only(f"县住建局要在{written}完成改造")
    assert (directive.deadline, directive.due) == (written, due)


@pytest.mark.parametrize(
    "text",
    [
        "要即日起开展巡查",
        "要巩固今年以来的工作成果",
        "要总结上半年工作",
        "要落实2026年经济工作部署",
        "要每月5日前报送进度",
        "要完成全年目标任务",
        "要做好岁末年初保供工作",
        "要用好截至7月底的数据",
    ],
)
def test_other_times_are_no_deadlines(text):
    assert only(text).deadline is None


def test_the_date_may_be_set_with_blanks():
    directive = only("督查室要在 8 月 7 日前反馈")
    assert (directive.deadline, directive.due) == ("8 月 7 日前", date(2026, 8, 7))


def test_a_date_may_open_a_bare_directive():
    directive = only("9月底前完成整改，逐一销号")
    assert (directive.text, directive.deadline) == ("9月底前完成整改，逐一销号", "9月底前")


def test_a_date_set_for_a_list_holds_for_its_items():
    text = "会议强调，各镇街要在9月底前完成以下工作：一是摸清底数；二是10月15日前更新标识。要按月通报。"
    assert [one.deadline for one in read(text, held_on=HELD_ON)] == ["9月底前", "10月15日前", None]


def test_a_day_that_is_none_has_no_date():
    assert only("要在2月30日前完成改造").due is None


def test_a_deadline_in_front_belongs_to_the_directive():
    directive = only("9月底前，各镇街要完成清淤")
    assert directive.text.startswith("9月底前")
    assert directive.deadline == "9月底前"


def test_working_days_beyond_the_published_years_leave_out_weekends():
    assert only("要在5个工作日内办结", held_on=date(2090, 1, 2)).due == date(2090, 1, 9)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("要确保办结率达到95%以上", "达到95%以上"),
        ("要新增规上企业20家", "20家"),
        ("要完成投资30亿元以上", "30亿元以上"),
        ("要抓好3个方面的工作部署", None),
        ("要投用机柜2000架", "2000架"),
        ("要排查在建工地126处，全部整改到位", "126处"),
        ("要帮助9家企业补齐材料，新增申报20家", "20家"),
        ("每条产业链要提出不少于3个补链项目", "不少于3个"),
        ("要完成220千伏线路迁改，确保3、4号厂房复工", None),
    ],
)
def test_measures(text, measure):
    assert only(text).measure == measure
