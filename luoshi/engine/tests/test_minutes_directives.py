"""What in a text is a directive, and where it begins and ends. All sentences are made up."""

from datetime import date

import pytest

from luoshi.engine.minutes import as_dict, read

HELD_ON = date(2026, 8, 5)


def texts(text):
    return [one.text for one in read(text, held_on=HELD_ON)]


def test_the_speech_verb_is_no_part_of_the_directive():
    assert texts("会议强调，要加快云岭物流园建设。") == ["要加快云岭物流园建设"]


def test_a_list_of_verbs_about_one_work_is_one_directive():
    assert texts("会议要求，要梳理问题清单，逐项核对，限期整改。") == ["要梳理问题清单，逐项核对，限期整改"]


def test_a_new_must_after_a_comma_is_a_new_directive():
    assert texts("林知远指出，要修好水毁道路，要管好防汛物资。") == ["要修好水毁道路", "要管好防汛物资"]


def test_semicolons_and_enumerators_cut():
    text = "会议要求：一是加强防汛值守；二是排查地质灾害隐患；三是备足抢险物资。"
    assert texts(text) == ["加强防汛值守", "排查地质灾害隐患", "备足抢险物资"]


def test_items_on_lines_of_their_own():
    text = "会议要求抓好以下工作：\n（一）加快征地拆迁。\n（二）完成管网改造。"
    assert texts(text) == ["加快征地拆迁", "完成管网改造"]


def test_what_only_announces_items_is_no_directive():
    assert texts("会议强调，要重点抓好三项工作：一要稳投资，二要促消费。") == ["要稳投资", "要促消费"]


def test_bare_imperatives_follow_a_command():
    text = "会议强调，要守住安全底线。加强校园周边巡查。"
    assert texts(text) == ["要守住安全底线", "加强校园周边巡查"]


def test_both_and_stays_whole():
    assert len(texts("会议指出，既要算好经济账，又要算好生态账。")) == 1


def test_a_purpose_at_the_end_stays():
    assert texts("会议要求，要倒排工期，确保如期完工。") == ["要倒排工期，确保如期完工"]


def test_what_was_told_before_is_left_out():
    text = "会议指出，上半年任务已完成过半，要再接再厉抓好项目建设。"
    assert texts(text) == ["要再接再厉抓好项目建设"]


def test_a_topic_in_front_belongs_to_it():
    text = "苏明强调，青石街道的网格管理办法，要在全县推广。"
    assert texts(text) == ["青石街道的网格管理办法，要在全县推广"]


def test_what_explains_afterwards_is_cut_off():
    text = "会议指出，要把好质量关，这样群众才会满意。"
    assert texts(text) == ["要把好质量关"]


@pytest.mark.parametrize(
    "text",
    [
        "今年以来，全县新开工项目42个，完成投资18亿元。",
        "会议听取了云岭县上半年经济运行情况汇报，审议了三个文件。",
        "林知远、苏明、周一帆参加会议。",
        "会议指出，今年是全县项目攻坚的关键时期。",
        "县水务局将继续加强水源保护，推进管网改造。",
        "一年来，各部门认真落实部署，取得了明显成效。",
        "会议指出，要看到基础还不牢固。",
        "参会企业纷纷表示，要坚定信心，加快投资。",
        "这是今后要着力解决的问题。",
        "报告分析了主要矛盾，介绍了重要经验和首要任务。",
    ],
)
def test_reports_yield_nothing(text):
    assert texts(text) == []


def test_headlines_and_datelines_are_skipped():
    text = (
        "苏明在调研时强调：加快推进重点项目建设\n"
        "新华社云岭8月5日电 县长苏明5日在青石镇调研。他强调，要加快供水工程建设。"
    )
    assert texts(text) == ["要加快供水工程建设"]


def test_demands_in_points_are_heard():
    text = "会上，林知远就抓好下一步工作提出三点要求：一是备足防汛物资。二是抢修水毁道路。"
    assert texts(text) == ["备足防汛物资", "抢修水毁道路"]


def test_a_list_that_tells_asks_nothing():
    text = "林知远表示，试点取得了两点成效：一是缩短办件时间，减少跑动。二是打通数据接口，便利群众。"
    assert texts(text) == []


def test_a_lesson_learnt_asks_nothing_however_it_begins():
    assert texts("会议认为，通过实践，我们有了新的认识和体会：必须依靠群众，必须尊重规律。") == []


def test_a_second_must_of_the_same_moment_goes_on():
    text = "林知远强调，要挖掘资源内涵，在办好本地展览的同时还应举办巡展，多方收集实物。"
    assert len(texts(text)) == 1


def test_a_general_subject_under_must_goes_on():
    text = "会议强调，要坚持统一调度，各镇各部门结合实际，抓好清单落实。"
    assert len(texts(text)) == 1


def test_a_quotation_is_not_read_as_a_command():
    assert texts("有网友留言：“要尽快修路。”") == []


def test_a_directive_is_ready_for_json():
    only = as_dict(read("会议要求，县住建局要在年底前完成改造。", held_on=HELD_ON)[0])
    assert only["units"] == ["县住建局"]
    assert only["due"] == "2026-12-31"
    assert only["lead_units"] == []
