"""Lines broken by a page's width. All made up."""

from datetime import date

from luoshi.engine.minutes import read

PAGE = """云岭新区管理委员会
专题会议纪要
2026年8月3日，管委会主任林知远主持召开专题会议，研究云岭物流园建设有关事
宜。会议听取了云岭物流园建设指挥部关于项目进展情况的汇报，并对下一步工作进
行了研究。会议议定：
一、由青石镇负责，8月底前完成剩余12户搬迁；自然资源局做好用
地报批，9月15日前取得批复。
— 2 —
二、供电公司牵头，城市管理局配合，10月底前完成迁改，并按照会议确定的时间节点
倒排工期。
"""


def found(text):
    return read(text, held_on=date(2026, 8, 3))


def test_a_sentence_goes_on_in_the_next_line():
    first, second, third = found(PAGE)
    assert first.units == ("青石镇",)
    assert second.text == "自然资源局做好用\n地报批，9月15日前取得批复"
    assert third.text.endswith("时间节点\n倒排工期")
    assert all(PAGE[one.start : one.end] == one.text for one in (first, second, third))


def test_names_and_dates_are_given_without_the_break():
    only = found("会议强调，要抓好落实。县\n交通局要在9月\n底前完成道路改造。")[-1]
    assert only.units == ("县交通局",)
    assert only.deadline == "9月底前"


def test_titles_and_items_stay_lines_of_their_own():
    text = "县委常委会召开会议\n林知远主持并讲话\n8月5日，会议召开。会议要求：\n1.抓好防汛物资储备\n2.抢修水毁道路"
    assert [one.text for one in found(text)] == ["抓好防汛物资储备", "抢修水毁道路"]
