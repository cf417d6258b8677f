"""Whom it addresses. All units are made up."""

from datetime import date

import pytest

from luoshi.engine.minutes import read


def units(text):
    return [one.units for one in read(text, held_on=date(2026, 8, 5))]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("各部门各单位", ("各部门各单位",)),
        ("全县上下", ("全县上下",)),
        ("县财政局、县住建局", ("县财政局", "县住建局")),
        ("各级党委和纪检监察机关", ("各级党委", "纪检监察机关")),
        ("县直各部门特别是教育系统", ("县直各部门", "教育系统")),
        ("各有关镇街和部门", ("各有关镇街和部门",)),
        ("县经济和信息化局", ("县经济和信息化局",)),
        ("各镇（街道）", ("各镇（街道）",)),
        ("下一步，各镇街", ("各镇街",)),
        ("全县全社会", ("全县全社会",)),
    ],
)
def test_units_are_the_subject_of_must(phrase, expected):
    assert units(f"会议强调，{phrase}要抓好清单落实。") == [expected]


@pytest.mark.parametrize("topic", ["防汛工作", "我们", "项目建设", "营商环境"])
def test_a_topic_is_no_unit(topic):
    assert units(f"会议强调，{topic}要抓好清单落实。") == [()]


def test_units_carry_over_semicolons_within_a_sentence():
    text = "会议强调，各镇街要摸清底数；要建立台账；县民政局要加强指导。要按月通报。"
    assert units(text) == [("各镇街",), ("各镇街",), ("县民政局",), ()]


def test_units_reach_the_items_numbered_beneath():
    text = "会议要求各镇街要抓好以下工作：一是摸清底数。二是建立台账。"
    assert units(text) == [("各镇街",), ("各镇街",)]


def test_hope_addresses_too():
    assert units("苏明表示，希望企业加大研发投入，扩大产能。") == [("企业",)]


def test_a_unit_may_act_without_must():
    assert units("会议强调，要落实防汛责任制。各镇街立即开展巡查。") == [(), ("各镇街",)]


def test_lead_and_support_in_the_sentence():
    only = read("会议要求，由县水利局牵头，县财政局、各镇街配合，抓紧修复堤防。", held_on=date(2026, 8, 5))[0]
    assert only.lead_units == ("县水利局",)
    assert only.units == ("县水利局", "县财政局", "各镇街")


def test_together_with():
    assert units("会议要求，县水利局要会同县财政局制定方案。") == [("县水利局", "县财政局")]


def test_no_lead_unit_unless_it_is_said():
    assert read("会议要求，县水利局要修复堤防。", held_on=date(2026, 8, 5))[0].lead_units == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议要求：1.县教育局负责制定方案；2.县财政局要保障资金。", [("县教育局",), ("县财政局",)]),
        ("会议议定，责成县自然资源局于9月底前完成用地手续。", [("县自然资源局",)]),
        ("会议原则同意方案，由县商务局会同县住建局根据意见修改完善。", [("县商务局", "县住建局")]),
        ("会议通过了方案，要求各镇街抓好落实。", [("各镇街",)]),
        ("会议强调，继续落实河长负责制和林长负责制。", [()]),
    ],
)
def test_units_are_charged(text, expected):
    assert units(text) == expected
