"""Who says it. All names are made up."""

from datetime import date

import pytest

from luoshi.engine.minutes import read


def speakers(text):
    return [one.speaker for one in read(text, held_on=date(2026, 8, 5))]


@pytest.mark.parametrize(
    ("lead", "speaker"),
    [
        ("会议强调，", "会议"),
        ("会议要求", "会议"),
        ("林知远指出，", "林知远"),
        ("县委书记林知远强调，", "林知远"),
        ("林知远书记要求，", "林知远"),
        ("林知远副主任表示，", "林知远"),
        ("钱处长要求：", "钱处长"),
        ("林知远在批示中说，", "林知远"),
        ("林知远最后强调，", "林知远"),
        ("县长苏明8月3日在青石镇调研时强调，", "苏明"),
        ("在座谈会上，苏明指出，", "苏明"),
        ("省安委会通知要求，", "省安委会通知"),
    ],
)
def test_the_speaker_stands_before_the_verb(lead, speaker):
    assert speakers(lead + "要加强隐患排查整治。") == [speaker]


def test_he_is_whoever_was_named_before():
    assert speakers("县长苏明出席会议并讲话。他强调，要抓好秋粮收购。") == ["苏明"]


def test_the_voice_goes_on_until_another_speaks():
    text = "林知远指出，要稳住投资。要盯紧项目。\n要守住底线。\n苏明要求，要抓好落实清单。"
    assert speakers(text) == ["林知远", "林知远", "林知远", "苏明"]


def test_an_event_ends_the_voice():
    text = "林知远指出，要稳住投资。会议听取了县财政局汇报。各部门要压减支出。"
    assert speakers(text) == ["林知远", None]


def test_a_demand_as_a_noun_is_no_speech():
    text = "会议强调，要落实高质量、可持续的要求，加强过程监管。"
    assert speakers(text) == ["会议"]
