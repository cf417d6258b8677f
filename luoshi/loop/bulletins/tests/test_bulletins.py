"""A bulletin is computed from one head; computed again later it says the same words."""

import datetime as dt
import io
from urllib.parse import unquote

import docx
import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from lxml import html

from luoshi.core.ledger import triggers
from luoshi.core.ledger.actions import rename
from luoshi.core.ledger.queries import book_of
from luoshi.core.ledger.replay import check
from luoshi.demo.meeting import hold_half_year_meeting
from luoshi.demo.world import Saying
from luoshi.engine.periods import Period
from luoshi.loop.bulletins.actions import issue
from luoshi.loop.bulletins.queries import bulletins, recomputed
from luoshi.loop.meetings.actions import convene, take_minutes
from luoshi.web.documents import Table, words

JANUARY = Period.parse("2026-01")
TARGET = {"goal": 1200 * 100, "unit_label": "家", "details": {"indicator": "家数", "source": ""}}


@pytest.fixture
def told(world):
    world.red = world.register("target", "落后的目标", "fagai", **TARGET)
    world.green = world.register("target", "按期的目标", "lingang", **TARGET)
    for share in (1, 2, 3, 4, 5):
        pace = {world.red.pk: share * 100, world.green.pk: share * 100 * 100}
        world.tick(lambda matter, month, pace=pace: Saying({"value": pace[matter.pk]}))
    return world


def issued(world, language="zh-hans"):
    return issue(world.plan, JANUARY, by=world.supervisor, mark="望督", language=language)


def asked(world, **more):
    """What the form of the preview sends."""
    head = book_of(world.region.pk).head
    return {"period": "2026-01", "mark": "望督", "language": "zh-hans", "seen": head} | more


def test_it_names_reds_units_ranking_and_head(told):
    bulletin = issued(told)
    text = words(recomputed(bulletin).blocks)
    book = book_of(told.region.pk)
    assert bulletin.number == "望督〔2026〕1号"
    assert "落后的目标" in text
    assert "发展改革局" in text
    assert f"第 {bulletin.head} 条" in text
    assert bulletin.head_hash in text
    assert book.head == bulletin.made


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_computed_again_later_it_says_the_same(told, language):
    bulletin = issued(told, language)
    before = words(recomputed(bulletin).blocks)
    hold_half_year_meeting(told)
    told.tick()
    cache.clear()
    again = recomputed(bulletin)
    assert again.equal
    assert words(again.blocks) == before
    check()


def test_a_unit_renamed_since_then_keeps_its_name_of_then(told):
    bulletin = issued(told)
    rename(told.units["fagai"], name="经济发展局", aliases=[], by=told.administrator)
    cache.clear()
    again = recomputed(bulletin)
    assert again.equal
    assert "经济发展局" not in words(again.blocks)
    assert "经济发展局" in words(recomputed(issued(told)).blocks)


def test_it_says_what_became_of_each_directive(told):
    meeting = hold_half_year_meeting(told)
    text = words(recomputed(issued(told)).blocks)
    assigned = meeting.assignments.order_by("number").first()
    assert meeting.directives.get(number=assigned.number).text in text
    assert assigned.matter.code in text


def test_directives_stand_in_the_order_of_the_text_with_their_numbers_in_the_minutes(told):
    meeting = hold_half_year_meeting(told)
    lines = words(recomputed(issued(told)).blocks).splitlines()
    told_of = [line for line in lines if line.startswith("第 ") and "条“" in line]
    directives = meeting.directives.filter(superseded=None).order_by("start")
    said = [f"第 {directive.number} 条“{directive.text}”" for directive in directives]
    assert [line[: len(begun)] for line, begun in zip(told_of, said, strict=True)] == said


def test_a_sentence_that_nobody_is_named_for_shows_no_empty_bracket(told):
    held_at = dt.datetime(2026, 5, 28, 9, tzinfo=timezone.get_default_timezone())
    meeting = convene(told.region, by=told.supervisor, code="leer", title="推进会议", held_at=held_at)
    take_minutes(meeting, by=told.supervisor, text="临港产业园要在年底前完成深水泊位桩基。")
    assert [d.speaker for d in meeting.directives.all()] == [""]
    text = words(recomputed(issued(told)).blocks)
    assert "深水泊位桩基" in text
    assert "（—）" not in text


def test_the_first_paragraph_says_the_period_and_the_day(told):
    text = words(recomputed(issued(told)).blocks)
    assert "数据期 2026年1月。截至2026年6月6日，" in text


def test_a_code_fits_into_its_column(told):
    tables = [block for block in recomputed(issued(told)).blocks if isinstance(block, Table)]
    reds = next(table for table in tables if table.head[0] == "编号")
    assert reds.widths_mm[0] == 20


def test_a_rewritten_past_shows(told):
    bulletin = issued(told)
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET hash = %s WHERE seq = %s", ["f" * 64, bulletin.head])
    triggers.install(connection)
    assert not recomputed(bulletin).equal


def test_only_who_publishes_issues(told):
    with pytest.raises(PermissionDenied):
        issue(told.plan, JANUARY, by=told.reporter, mark="望督", language="zh-hans")


@pytest.mark.parametrize("period", ["2026-06", "2026-07", "2026Q2", "2026H1", "2026"])
def test_a_period_that_is_not_over_is_not_issued(told, period):
    with pytest.raises(ValidationError) as refused:
        issue(told.plan, Period.parse(period), by=told.supervisor, mark="望督", language="zh-hans")
    assert list(refused.value.message_dict) == ["period"]


def test_without_a_mark_nothing_is_issued(told):
    with pytest.raises(ValidationError):
        issue(told.plan, JANUARY, by=told.supervisor, mark=" ", language="zh-hans")


class TestPages:
    def test_issue_and_download(self, told, client):
        client.force_login(told.supervisor)
        assert client.get("/bulletins/new/").status_code == 200
        answer = client.post("/bulletins/new/", asked(told))
        assert answer.status_code == 302
        client.force_login(told.stranger)  # what is published is for everybody in the district
        first = client.get("/bulletins/2026-01/bulletin.docx")
        assert first.content == client.get("/bulletins/2026-01/bulletin.docx").content
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(first.content)).paragraphs)
        assert "望督〔2026〕1号" in text
        assert "逐字一致" in client.get(answer.url).content.decode()

    def test_the_file_bears_the_number_of_the_document(self, told, client):
        code = issued(told).code
        client.force_login(told.supervisor)
        name = client.get(f"/bulletins/{code}/bulletin.docx")["Content-Disposition"]
        assert 'filename="bulletin-2026-1.docx"' in name
        assert unquote(name.partition("filename*=UTF-8''")[2]) == "望督〔2026〕1号.docx"

    def test_from_the_words_one_goes_back_to_what_they_speak_of(self, told, client):
        meeting, code = hold_half_year_meeting(told), issued(told).code
        head = bulletins(told.plan).get().head
        matter = meeting.assignments.first().matter
        client.force_login(told.supervisor)
        page = html.fromstring(client.get(f"/bulletins/{code}/").content)
        links = {str(a.get("href")): a.text for a in page.xpath("//article//a")}
        ways = {
            f"/matters/{told.red.code}/": told.red.code,
            f"/matters/{matter.code}/": matter.code,
            "/scorecard/2026-01/fagai/": "发展改革局",
            f"/meetings/{meeting.code}/": meeting.title,
        }
        assert {way: links[f"{way}?head={head}"] for way in ways} == ways
        assert [href for href in links if client.get(href).status_code != 200] == []
        preview = html.fromstring(client.get("/bulletins/new/").content)
        assert f"/matters/{told.red.code}/?head={head + 1}" in preview.xpath("//article//a/@href")

    def test_no_link_leads_where_one_may_not_look(self, told, client):
        hold_half_year_meeting(told)
        code = issued(told).code
        client.force_login(told.stranger)
        page = html.fromstring(client.get(f"/bulletins/{code}/").content)
        assert "发展改革局" in page.text_content()
        assert [a for a in page.xpath("//article//a/@href") if client.get(a).status_code != 200] == []
        assert not [a for a in page.xpath("//article//a/@href") if told.red.code in a or "fagai" in a]

    def test_what_people_wrote_stays_words(self, told, client):
        told.register("target", "<b>M-0001</b>", "fagai", **TARGET)
        client.force_login(told.supervisor)
        told.tick(lambda matter, month: Saying({"value": 0}))
        page = client.get("/bulletins/new/").content.decode().partition("<article")[2]
        assert "<b>" not in page
        assert "&lt;b&gt;<a href=" in page

    def test_a_wrong_period_is_said_and_nothing_issued(self, told, client):
        client.force_login(told.supervisor)
        answer = client.post("/bulletins/new/", asked(told, period="2026-99"))
        assert answer.status_code == 422
        assert "2026Q3" in answer.content.decode()

    @pytest.mark.parametrize("period", ["2026-13", "2026-06", "2026-07", "2026Q2", "2026H1", "2026", ""])
    def test_a_period_that_is_not_over_has_no_preview_and_no_button(self, told, client, period):
        client.force_login(told.supervisor)
        page = client.get("/bulletins/new/", asked(told, period=period))
        assert "period" in page.context["form"].errors
        assert 'class="panel minutes paper"' not in page.content.decode()
        assert 'name="seen"' not in page.content.decode()
        refused = client.post("/bulletins/new/", asked(told, period=period))
        assert refused.status_code == 422
        assert 'class="panel minutes paper"' not in refused.content.decode()

    def test_the_first_page_shows_the_month_whose_reports_are_due(self, told, client):
        client.force_login(told.supervisor)
        assert "（2026年5月）" in client.get("/bulletins/new/").content.decode()

    def test_from_a_stale_tab_nothing_is_issued_and_the_new_words_are_shown(self, told, client):
        client.force_login(told.supervisor)
        stale = asked(told)
        rename(told.units["fagai"], name="经济发展局", aliases=[], by=told.administrator)
        head = book_of(told.region.pk).head
        answer = client.post("/bulletins/new/", stale)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f"从第 {stale['seen']} 条续记到第 {head} 条" in page
        assert "经济发展局" in page
        assert f'name="seen" value="{head}"' in page
        assert (answer.context["sent"]["mark"], str(answer.context["sent"]["period"])) == ("望督", "2026-01")
        assert not bulletins(told.plan).exists()
        assert client.post("/bulletins/new/", {**stale, "seen": head}).status_code == 302

    def test_nobody_issues_words_that_were_not_looked_at(self, told, client):
        client.force_login(told.supervisor)
        assert client.post("/bulletins/new/", asked(told, seen="")).status_code == 422

    def test_the_preview_carries_no_token_in_its_address(self, told, client):
        client.force_login(told.supervisor)
        root = html.fromstring(client.get("/bulletins/new/", asked(told)).content)
        (looking,) = root.xpath("//main//form[@method='get']")
        (issuing,) = root.xpath("//main//form[@method='post']")
        assert sorted(looking.fields) == ["language", "mark", "period"]
        assert sorted(issuing.fields) == ["csrfmiddlewaretoken", "language", "mark", "period", "seen"]

    def test_who_may_not_issue_does_not_see_the_page(self, told, client):
        client.force_login(told.reporter)
        assert client.get("/bulletins/new/").status_code == 404
