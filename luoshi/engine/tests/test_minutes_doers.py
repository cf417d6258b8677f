"""Who is charged, where the position in the sentence says so. All units and people are made up."""

from datetime import date

import pytest

from luoshi.engine.minutes import read

HELD_ON = date(2026, 8, 3)


def found(text):
    return read(text, held_on=HELD_ON)


def units(text):
    return [one.units for one in found(text)]


@pytest.mark.parametrize(
    "name", ["云岭产业园", "科创园", "北站新区", "水务公司", "青石街道", "城投集团", "征迁专班", "治安支队"]
)
def test_whoever_leads_is_a_unit_by_position(name):
    only = found(f"会议要求，由{name}牵头，住房建设局配合，10月底前完成管线迁改。")[0]
    assert only.lead_units == (name,)
    assert only.units == (name, "住房建设局")
    assert only.deadline == "10月底前"


@pytest.mark.parametrize(
    "verb", ["会议议定：", "会议决定，", "会议要求，", "林知远要求，", "林知远同志提出，", "会议明确，"]
)
def test_a_unit_and_a_date_make_a_directive_without_must(verb):
    first, second = found(
        f"{verb}住房建设局 8 月 12 日前办结施工许可，同步完成入库；工信局9月底前帮助9家企业补齐材料，新增申报20家。"
    )
    assert (first.units, first.deadline, first.due) == (("住房建设局",), "8 月 12 日前", date(2026, 8, 12))
    assert first.text.endswith("同步完成入库")
    assert (second.units, second.measure) == (("工信局",), "20家")


def test_it_is_ordered_after_a_must_of_the_same_speech_too():
    text = "林知远强调，要守住安全底线。应急管理局会同住房建设局排查在建工地126处，8月底前全部整改到位。"
    _, second = found(text)
    assert second.units == ("应急管理局", "住房建设局")
    assert (second.deadline, second.measure) == ("8月底前", "126处")


def test_a_unit_ends_where_its_verb_begins():
    text = "会议议定：投资促进局会同各镇街园区逐项列明堵点和责任人，8月10日前报督查室。"
    assert units(text) == [("投资促进局", "各镇街园区")]


@pytest.mark.parametrize("name", ["科创园", "督查办", "青石镇", "县委组织部", "县供销社", "各街道各镇", "供电所"])
def test_short_names_are_units_before_must(name):
    assert units(f"会议强调，{name}要加快算力中心建设。") == [(name,)]


@pytest.mark.parametrize("topic", ["校园", "全局", "督办", "小区", "大局"])
def test_words_that_end_like_units_are_none(topic):
    assert units(f"会议强调，{topic}要抓好清单落实。") == [()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议确定，北站片区改造由城投集团实施，住建局负责监管，12月底前完工。", [("住建局", "城投集团")]),
        ("会议议定：涉及规划的5宗地块，由自然资源分局打包，8月10日前一次上会。", [("自然资源分局",)]),
        ("会议决定，停车场由城投公司运营。", [("城投公司",)]),
        ("会议责成交通局牵头，公安局、应急局参与，立即开展渡口检查。", [("交通局", "公安局", "应急局")]),
        ("王县长要求公安局、交通局联合开展夜间治超行动。", [("公安局", "交通局")]),
        ("会议要求供电所立即核实，3日内修复。", [("供电所",)]),
        ("会议审议了《物流园管理办法》，由商务局根据会议意见修改后印发。", [("商务局",)]),
        ("会议要求，住建局检查工地，交通局检查客车，文旅局检查景区。", [("住建局",), ("交通局",), ("文旅局",)]),
        ("会议明确，教育局尽快制定方案，财政局8月底前下达经费。", [("教育局",), ("财政局",)]),
        ("会议要求，县水利局要于9月底前会同县财政局制定方案。", [("县水利局", "县财政局")]),
        ("会议要求，卫健局牵头、医保局配合，年内建成信息平台。", [("卫健局", "医保局")]),
        ("会议研究决定，二期工程由建投公司负责实施，发改局抓好立项。", [("建投公司",), ("发改局",)]),
        ("会议决定：（1）成立防汛指挥部；（2）应急局当日起实行24小时值班。", [(), ("应急局",)]),
        ("会议议定，由国资公司会同文旅集团成立项目公司。", [("国资公司", "文旅集团")]),
        ("会议要求，加强各部门协作，落实清单。", [()]),
    ],
)
def test_charges(text, expected):
    assert [set(one) for one in units(text)] == [set(one) for one in expected]


def test_an_item_does_not_inherit_from_the_item_before():
    text = "苏明要求，一要突出重点，教育局年内建成示范点3个；二要强化督导考核。"
    assert units(text)[-1] == ()


def test_a_heading_decrees_for_what_stands_beneath():
    text = "一、会议议定事项\n1.关于用地。自然资源局8月20日前完成3宗地块挂牌。"
    only = found(text)[0]
    assert (only.speaker, only.units) == ("会议", ("自然资源局",))


def test_recorded_decisions_are_the_meetings():
    text = "现将会议议定事项纪要如下：\n（一）由青石镇负责，8月底前完成12户搬迁；\n（二）督查室每月通报一次进展。"
    assert [one.speaker for one in found(text)] == ["会议", "会议"]
    assert units(text) == [("青石镇",), ("督查室",)]


@pytest.mark.parametrize(
    "text",
    [
        "会议指出，签约不等于落地，落地不等于见效。",
        "会议指出，今年以来，县财政局加大投入力度，县住建局推进旧房改造。",
        "林知远强调，云岭公司三年投产、五年达产，县招商局主动服务，企业信心增强。",
        "会议指出，公安局破获案件30起，应急局检查企业120家。",
        "财政局表示，将加快支出进度。",
        "座谈会上，政协委员李明提出，要加快旧房改造。",
        "有委员建议，住房建设局尽快出台办法。",
        "有代表建议，县教育局10月底前开放校园操场。",
        "苏明来到青石镇产业园，详细了解企业生产情况。",
    ],
)
def test_what_is_told_or_advised_is_no_order(text):
    assert found(text) == []


def test_what_is_not_required_belongs_to_its_sentence():
    only = found("会议要求，应急局要排查工地，整改一处、销号一处，不要求报送过程材料。")[0]
    assert only.text.endswith("不要求报送过程材料")


def test_imperatives_side_by_side_are_as_many_directives():
    text = "会议要求，加强防汛值守，抢修水毁道路，储备应急物资。"
    assert [one.text for one in found(text)] == ["加强防汛值守", "抢修水毁道路", "储备应急物资"]


@pytest.mark.parametrize(
    "text",
    [
        "会议要求，实施就业扩容行动，稳定重点群体就业，鼓励灵活就业人员参保",
        "会议要求，简化审批流程，压缩办理时限，提升群众满意度",
    ],
)
def test_but_not_where_they_share_an_object_or_a_purpose(text):
    assert len(found(text + "。")) == 1
