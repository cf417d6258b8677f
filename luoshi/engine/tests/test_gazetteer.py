"""Known units in a phrase. All units are made up."""

import time

import pytest

from luoshi.engine.gazetteer import Gazetteer, is_general

UNITS = Gazetteer(
    {1: ["县发展改革局", "县发改局", "发改局"], 2: ["县财政局"], 3: ["青石镇"], 4: ["青石镇人民政府办公室"]}
)
BROAD = "各部门各单位 各级各部门 全区上下 各镇街 各級黨委黨組 有关部门 各县（市、区）"


def test_order_of_appearance():
    assert UNITS.match("县财政局、县发改局") == [2, 1]


def test_the_longest_name_wins_and_names_do_not_overlap():
    assert UNITS.match("青石镇人民政府办公室") == [4]


def test_aliases_give_their_unit_once():
    assert UNITS.match("县发改局（发改局）牵头") == [1]


def test_script_and_pinyin_are_folded():
    assert UNITS.match("縣財(cái)政局") == [2]


def test_blanks_do_not_hide_a_name():
    assert UNITS.match("县 财政局") == [2]


def test_names_in_traditional_script():
    assert Gazetteer({"水": ["縣水務局"]}).match("县水务局") == ["水"]


def test_an_empty_gazetteer_knows_nobody():
    assert Gazetteer({}).match("县财政局") == [] == Gazetteer({1: [""]}).match("")


@pytest.mark.parametrize("phrase", BROAD.split())
def test_broad_phrases(phrase):
    assert is_general(phrase)
    assert UNITS.match(phrase) == []


@pytest.mark.parametrize("phrase", ["县财政局", "财政部门", "青石镇", "", "项目"])
def test_other_phrases_are_not_broad(phrase):
    assert not is_general(phrase)


def test_five_thousand_names():
    many = Gazetteer({number: [f"第{number}工作专班"] for number in range(5000)})
    started = time.perf_counter()
    for _ in range(1000):
        assert many.match("由第4321工作专班会同第17工作专班办理") == [4321, 17]
    assert time.perf_counter() - started < 5
