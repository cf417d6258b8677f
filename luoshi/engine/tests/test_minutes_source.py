"""Damaged and traditional text: what is read is simplified, what is given back is the original."""

import time
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from luoshi.engine.minutes import read

HELD_ON = date(2026, 8, 5)
WORDS = (
    "要 必须 应 请 希望 各部门 县财政局 会议强调 林知远指出 他 ， 。 ； ： 、 “ ” （ ） 《 》 ( ) "
    "一是 二是 （一） 1. 第一， "
    "年底前 6月底 10个工作日内 2月30日前 99999天内 95%以上 加快 推进 项目 了 是 将 的 牵头 配合 责任单位： "
    "進(jìn) 區(qū) 新华社云岭8月5日电 ½ 𠀀"
)
PIECES = st.sampled_from([*WORDS.split(), '"', "\n", "\u3000", " ", "\u200b", "\r\n"])
NOISE = st.text(max_size=40)
TEXTS = st.lists(st.one_of(PIECES, NOISE), max_size=60).map("".join)


def test_stray_pinyin_and_traditional_script():
    text = "林知遠強調,全區(qū)上下要加強(qiáng)項目調(diào)度。"
    only = read(text, held_on=HELD_ON)[0]
    assert only.text == "全區(qū)上下要加強(qiáng)項目調(diào)度"
    assert only.speaker == "林知遠"
    assert only.units == ("全區(qū)上下",)
    assert text[only.start : only.end] == only.text


def test_half_width_marks_and_full_width_figures():
    only = read("会议要求:各镇街要在９月底前完成清淤,报送台账;", held_on=HELD_ON)[0]
    assert only.deadline == "９月底前"
    assert only.due == date(2026, 9, 30)


def test_a_clock_time_does_not_cut():
    only = read("会议要求，各镇街要于9月3日17：30前交回清单。", held_on=HELD_ON)[0]
    assert only.deadline == "9月3日17：30前"
    assert only.text.endswith("交回清单")


@given(TEXTS)
@example("")
@example("\n" * 5)
@example("（" * 50 + "）" * 50)
def test_any_text_is_read(text):
    found = read(text, held_on=HELD_ON)
    end = 0
    for one in found:
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        end = one.end


def test_long_texts_take_seconds_not_minutes():
    whole = "会议强调，各镇街要在年底前完成管网改造，建立台账；要加强调度。（县住建局牵头）\n" * 5000
    knot = "责任单位：县住建局、" * 5000
    started = time.perf_counter()
    assert len(read(whole, held_on=HELD_ON)) == 10000
    read(knot, held_on=HELD_ON)
    assert time.perf_counter() - started < 30
