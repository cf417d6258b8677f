"""The room over HTTP."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from luoshi.core.ledger.facts import Convened
from luoshi.core.ledger.queries import head_of
from luoshi.core.ledger.replay import check
from luoshi.core.matters.models import Matter
from luoshi.kinds.target.actions import Definition, define
from luoshi.loop.meetings import actions
from luoshi.loop.meetings.models import Meeting
from luoshi.loop.meetings.queries import outcomes

FIRST = "二标段施工许可"


@pytest.fixture
def supervisor(client, minuted):
    client.force_login(minuted.people["supervisor"])
    client.cookies["django_language"] = "en"
    return client


def _marks(html):
    """(number, words) of every marked sentence on the page."""
    found = re.findall(r'<mark id="s(\d+)"[^>]*>(.*?)</mark>', html, re.DOTALL)
    return [(int(number), re.sub(r"<a .*?</a>", "", words)) for number, words in found]


def _sheet(world, words, **other):
    """What a browser sends from the sheet for one directive."""
    directive = world.directive(words)
    n = directive.number
    told = {
        "seen": directive.made, "kind": "task", "title": "办结施工许可", "lead_unit": "住房建设局",
        "supporting": "",
        "workstream": str(world.workstream.pk), "due": "2026-08-12", "goal": "100", "unit_label": "%",
        "responsible": "",
        "completion_mark": "许可证",
    }  # fmt: skip
    return {"d": [str(n)], **{f"d{n}-{name}": value for name, value in (told | other).items()}}


def test_the_first_step_is_taught_where_nothing_is(client, world):
    client.cookies["django_language"] = "en"
    client.force_login(world.people["stranger"])
    html = client.get(reverse("meetings")).content.decode()
    assert "No meeting yet" in html
    assert reverse("meeting_new") in html


def test_a_meeting_is_entered_minuted_and_assigned(supervisor, world):
    told = {"title": "项目推进会", "code": "2026-12", "held_at": "2026-08-10T09:30"}
    told |= {"present": "许闻舟，管委会，副主任\n陈立言、高明", "absent": "何苗，发展改革局"}
    told |= {"agenda1-kind": "convey", "agenda1-title": "上级精神", "agenda1-speaker": "沈岚"}
    told |= {f"agenda{row}-kind": "brief" for row in (2, 3, 4)}
    made = supervisor.post(reverse("meeting_new"), told)
    assert made.url == reverse("minutes", args=["2026-12"])
    meeting = Meeting.objects.get(code="2026-12")
    assert [(row.name, row.unit, row.present) for row in meeting.attendance.all()] == [
        ("许闻舟", "管委会", True), ("陈立言", "", True), ("高明", "", True), ("何苗", "发展改革局", False),
    ]  # fmt: skip
    assert [(item.kind, item.title) for item in meeting.agenda.all()] == [("convey", "上级精神")]
    supervisor.post(made.url, {"text": "会议要求，住建局要在9月1日前完成排查。"})
    page = supervisor.get(reverse("meeting", args=["2026-12"])).content.decode()
    assert _marks(page) == [(1, "住建局要在9月1日前完成排查")]
    assert check()


def test_marks_hold_the_words_of_the_text_and_pair_with_the_list(supervisor, minuted):
    html = supervisor.get(reverse("meeting", args=["2026-11"])).content.decode()
    assert _marks(html) == [(one.number, one.text) for one in outcomes(minuted.meeting)]
    for one in outcomes(minuted.meeting):
        assert html.count(f'data-pair="{one.number}"') == 2
        assert f'id="d{one.number}"' in html


def test_markup_in_the_minutes_is_text(supervisor, minuted):
    text = '<script>alert(1)</script>\n会议要求，住建局要在9月1日前完成<img src=x onerror="alert(2)">排查。'
    actions.take_minutes(minuted.meeting, by=minuted.people["supervisor"], text=text)
    html = supervisor.get(reverse("meeting", args=["2026-11"])).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_what_can_be_checked_is_chosen_beforehand_and_what_is_vague_is_not(supervisor, minuted):
    html = supervisor.get(reverse("meeting", args=["2026-11"])).content.decode()
    chosen = re.findall(r'name="d" value="(\d+)" form="bulk" data-row checked', html)
    assert [int(number) for number in chosen] == [one.number for one in outcomes(minuted.meeting) if not one.vague]


def test_the_chosen_are_offered_with_what_the_sentence_says(supervisor, minuted):
    number = minuted.directive(FIRST).number
    sheet = supervisor.post(reverse("assignment", args=["2026-11"]), {"choose": "1", "d": [number]}, follow=True)
    html = sheet.content.decode()
    assert 'value="住房建设局"' in html
    assert 'value="2026-08-12"' in html


def test_a_number_in_the_sentence_is_the_goal_offered(supervisor, minuted):
    text = "会议要求，住建局要在9月5日前完成126处隐患整改。"
    actions.take_minutes(minuted.meeting, by=minuted.people["supervisor"], text=text)
    html = supervisor.get(reverse("assignment", args=["2026-11"]), {"d": "1"}).content.decode()
    seen = html.partition("<details class=\"more\"")[0]
    assert re.search(r'name="d1-goal"[^>]*value="126"|value="126"[^>]*name="d1-goal"', seen)
    assert re.search(r'name="d1-unit_label"[^>]*value="处"|value="处"[^>]*name="d1-unit_label"', seen)
    assert 'value="完成126处隐患整改"' in seen


def test_a_day_before_the_meeting_is_named_with_it_beside_what_else_is_wrong(supervisor, minuted):
    told = _sheet(minuted, FIRST, due="2026-08-01", title="")
    html = supervisor.post(reverse("assignment", args=["2026-11"]), told).content.decode()
    assert "2026-08-01 lies before the meeting of 2026-08-03" in html
    assert "Say in one line what is to be done." in html


def test_assigning_shows_the_matter_with_its_light(supervisor, minuted):
    answer = supervisor.post(reverse("assignment", args=["2026-11"]), _sheet(minuted, FIRST))
    matter = Matter.objects.get()
    assert answer.url == f"{reverse('meeting', args=['2026-11'])}#d{minuted.directive(FIRST).number}"
    html = supervisor.get(reverse("meeting", args=["2026-11"])).content.decode()
    assert f'href="{matter.get_absolute_url()}"' in html
    assert f'data-light="{matter.light}"' in html
    assert check()


def test_everybody_addressed_gets_a_matter_of_their_own(supervisor, minuted):
    told = _sheet(minuted, "安全自查", lead_unit="", groups=["department", "street"], separately="on")
    assert supervisor.post(reverse("assignment", args=["2026-11"]), told).status_code == 302
    assert [m.lead_unit.code for m in Matter.objects.order_by("pk")] == ["wh", "fgj", "zjj", "hx", "yt"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lead_unit", "没有的局"),
        ("lead_unit", ""),
        ("due", ""),
        ("due", "2026-08-01"),
        ("completion_mark", ""),
        ("goal", "很多"),
        ("workstream", ""),
        ("title", ""),
    ],
)
def test_a_refused_sheet_names_the_field_and_keeps_what_was_typed(supervisor, minuted, name, value):
    told = _sheet(minuted, FIRST, responsible="高明", **{name: value})
    answer = supervisor.post(reverse("assignment", args=["2026-11"]), told)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_d{minuted.directive(FIRST).number}-{name}"' in html
    assert 'value="高明"' in html
    assert not Matter.objects.exists()


def test_another_kind_shows_its_own_fields(supervisor, minuted):
    told = _sheet(minuted, FIRST, kind="project") | {"show": "1"}
    answer = supervisor.post(reverse("assignment", args=["2026-11"]), told)
    number = minuted.directive(FIRST).number
    assert answer.status_code == 200
    assert f'name="d{number}-project_code"' in answer.content.decode()
    assert 'value="办结施工许可"' in answer.content.decode()


def test_a_target_takes_the_unit_of_measure_of_its_indicator(supervisor, minuted):
    said = Definition(name="税收", unit_label="亿元", lead_unit=minuted.units["fgj"])
    define(minuted.plan, said, by=minuted.people["supervisor"])
    told = _sheet(minuted, FIRST, kind="target", goal="86", unit_label="", indicator="税收")
    url = reverse("assignment", args=["2026-11"])
    assert '<option value="税收">亿元</option>' in supervisor.post(url, told | {"show": "1"}).content.decode()
    other = _sheet(minuted, FIRST, kind="target", goal="86", unit_label="万元", indicator="税收")
    assert supervisor.post(url, other).status_code == 422
    assert supervisor.post(url, told).status_code == 302
    assert (Matter.objects.get().goal, Matter.objects.get().unit_label) == (86 * 10**10, "亿元")


def test_one_workstream_serves_all_rows_that_name_none(supervisor, minuted):
    told = _sheet(minuted, FIRST, workstream="") | {"workstream": str(minuted.workstream.pk)}
    assert supervisor.post(reverse("assignment", args=["2026-11"]), told).status_code == 302


def test_a_directive_is_corrected_split_left_out_and_put_back(supervisor, minuted):
    one = minuted.directive(FIRST)
    place = [one.meeting.code, one.number]
    told = {"seen": one.made, "speaker": "沈岚", "leads": "住建局", "others": "发展改革局"}
    told |= {"due": "2026-08-13", "measure": "许可证"}
    assert supervisor.post(reverse("directive", args=place), told).status_code == 302
    one = minuted.directive(FIRST)
    assert (one.speaker, one.lead_codes, one.unit_codes, one.measure) == ("沈岚", ["zjj"], ["zjj", "fgj"], "许可证")
    supervisor.post(reverse("directive_omission", args=place), {"seen": one.made, "reason": "已办结"})
    one = minuted.directive(FIRST)
    assert one.dropped == "已办结"
    supervisor.post(reverse("directive_restoration", args=place), {"seen": one.made})
    one = minuted.directive(FIRST)
    parts = {"seen": one.made, "parts": one.text.replace("，", "，\n")}
    assert supervisor.post(reverse("directive_parts", args=place), parts).status_code == 302
    assert minuted.directive(FIRST).text + "，" in one.text
    assert check()


def test_words_of_the_minutes_are_not_rewritten(supervisor, minuted):
    one = minuted.directive(FIRST)
    told = {"seen": one.made, "parts": "住建局\n随便办办"}
    answer = supervisor.post(reverse("directive_parts", args=["2026-11", one.number]), told)
    assert answer.status_code == 422
    assert "随便办办" in answer.content.decode()


def test_what_changed_meanwhile_is_not_overwritten(supervisor, minuted):
    one = minuted.directive(FIRST)
    actions.drop(minuted.directive(FIRST), by=minuted.people["supervisor"], reason="已办结")
    told = {"seen": one.made, "speaker": "", "leads": "", "others": "", "due": "", "measure": "一次"}
    assert supervisor.post(reverse("directive", args=["2026-11", one.number]), told).status_code == 422
    assert minuted.directive(FIRST).dropped == "已办结"


def test_chosen_directives_are_merged_and_sentences_marked(supervisor, minuted):
    numbers = [minuted.directive(words).number for words in (FIRST, "迁改办法")]
    assert supervisor.post(reverse("merger", args=["2026-11"]), {"d": numbers}).status_code == 302
    assert "迁改办法" in minuted.directive(FIRST).text
    assert supervisor.post(reverse("merger", args=["2026-11"]), {"d": numbers[:1]}).status_code == 422
    marked = reverse("directives", args=["2026-11"])
    assert supervisor.post(marked, {"words": "上半年运行总体平稳"}).status_code == 302
    assert supervisor.post(marked, {"words": "不在纪要里"}).status_code == 422
    assert check()


def test_a_meeting_is_told_with_what_is_known_of_it(world):
    def told(**said):
        fact = Convened(
            subject="2026-11", title="调度会", held_at="2026-08-03T15:00", unit={}, agenda=[], attendance=[],
            **{"place": "", "chair": ""} | said,
        )  # fmt: skip
        return fact.describe()

    with override("zh-hans"):
        assert told() == "召开会议：调度会，2026-08-03 15:00。"
        assert told(chair="沈岚") == "召开会议：调度会，2026-08-03 15:00，沈岚主持。"
        assert told(place="一号楼", chair="沈岚") == "召开会议：调度会，2026-08-03 15:00，一号楼，沈岚主持。"


def test_text_and_file_are_one_or_the_other(supervisor, world):
    html = supervisor.get(reverse("minutes", args=["2026-11"])).content.decode()
    assert "one of the two" in html
    assert "optional" not in html.partition("<main")[2]
    assert "5,000" in html


def test_an_earlier_head_shows_the_list_as_it_was(supervisor, minuted):
    head = head_of(minuted.region.pk).seq
    supervisor.post(reverse("assignment", args=["2026-11"]), _sheet(minuted, FIRST))
    html = supervisor.get(reverse("meeting", args=["2026-11"]), {"head": head}).content.decode()
    assert Matter.objects.get().code not in html
    assert 'name="choose"' not in html


def test_the_fragment_of_one_directive_is_its_forms_alone(supervisor, minuted):
    url = reverse("directive", args=["2026-11", minuted.directive(FIRST).number])
    assert "<html" not in supervisor.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in supervisor.get(url).content.decode()


def test_a_page_of_many_directives_asks_as_few_questions(supervisor, minuted, django_assert_max_num_queries):
    text = "\n".join(f"会议要求，住建局要在8月{4 + n % 26}日前办结第{n}批施工许可。" for n in range(300))
    actions.take_minutes(minuted.meeting, by=minuted.people["supervisor"], text=text)
    with django_assert_max_num_queries(24):
        html = supervisor.get(reverse("meeting", args=["2026-11"])).content.decode()
    assert html.count('class="directive') == 301
