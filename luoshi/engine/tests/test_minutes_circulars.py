"""Task-division circulars: who answers for what stands in brackets or on a line beneath. All made up."""

from datetime import date

from luoshi.engine.minutes import read

HELD_ON = date(2026, 3, 1)


def test_deadline_and_leads_in_brackets():
    only = read("1．修缮老旧校舍。（6月底完成，牵头单位：县教育局、县住建局）", held_on=HELD_ON)[0]
    assert only.text == "修缮老旧校舍"
    assert only.lead_units == only.units == ("县教育局", "县住建局")
    assert (only.deadline, only.due) == ("6月底", date(2026, 6, 30))


def test_leads_and_supports():
    only = read("推进供水改造。（县水利局牵头，县财政局、各镇街按职责分工配合）", held_on=HELD_ON)[0]
    assert only.lead_units == ("县水利局",)
    assert only.units == ("县水利局", "县财政局", "各镇街")


def test_each_bracket_answers_for_what_stands_before_it():
    text = "修复堤防。清淤河道。（县水利局负责）新建站台。（县交通局负责）"
    assert [one.units for one in read(text, held_on=HELD_ON)] == [("县水利局",), ("县水利局",), ("县交通局",)]


def test_a_line_beneath_the_item():
    text = "1. 建成物流中心。\n责任单位：县商务局、县交通局 完成时限：2026年12月底\n2. 修复道路。\n牵头单位：县公路站"
    first, second = read(text, held_on=HELD_ON)
    assert first.units == ("县商务局", "县交通局")
    assert first.due == date(2026, 12, 31)
    assert second.lead_units == ("县公路站",)
    assert second.deadline is None


def test_units_with_brackets_of_their_own():
    only = read("建设冷链仓库。（责任单位：县商务局，各镇（街道）人民政府）", held_on=HELD_ON)[0]
    assert only.units == ("县商务局", "各镇（街道）人民政府")


def test_a_circular_commands_after_it_was_issued():
    text = "现将方案印发给你们，请认真贯彻执行。\n一、主要任务\n（一）加强执法。制定抽查事项清单。"
    assert "制定抽查事项清单" in [one.text for one in read(text, held_on=HELD_ON)]
