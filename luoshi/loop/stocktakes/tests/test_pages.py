"""The pages of stocktakes: who sees what, words that are never lost, files to keep."""

import io
import re
import subprocess
from html import unescape
from shutil import which

import docx
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from luoshi.core.ledger.queries import book_of
from luoshi.loop.stocktakes.actions import conclude, word
from luoshi.loop.stocktakes.models import Stocktake
from luoshi.loop.stocktakes.queries import wordings
from luoshi.loop.stocktakes.tests.conftest import target
from luoshi.web import pdf

PAGE = "/stocktakes/2026H1-1/"
HTMX = {"HX-Request": "true"}
HOSTILE = ("<script>alert(1)</script>", '#panic("out")', "$x$ *bold* _it_ `raw` @ref <label> \\ // /* */", "长" * 3000)


def write(world, place, text, person=None):
    standing = wordings(world.draft).get(place)
    seen = standing.made if standing else 0
    return word(world.draft, by=person or world.supervisor, place=place, text=text, seen=seen)


def publish(world, **more):
    said = {"number": "", "language": "zh-hans", "looked": Stocktake.objects.get(pk=world.draft.pk).entry} | more
    return conclude(world.draft, by=world.supervisor, **said)


def root(answer):
    return html.fromstring(answer.content)


@pytest.fixture
def office(draft, client):
    client.force_login(draft.supervisor)
    return draft


class TestWhoSees:
    def test_a_draft_is_for_those_who_publish(self, draft, client):
        write(draft, "opening", "还没想好的话")
        for person in (draft.leader, draft.auditor, draft.administrator):
            client.force_login(person)
            assert "2026H1-1" not in client.get("/stocktakes/").content.decode()
            for address in (PAGE, f"{PAGE}stocktake.docx", f"{PAGE}stocktake.pdf"):
                assert client.get(address).status_code == 404

    def test_a_published_one_is_for_all_who_see_the_district_and_for_no_unit(self, draft, client):
        publish(draft)
        for person in (draft.leader, draft.auditor, draft.administrator, draft.supervisor):
            client.force_login(person)
            assert client.get(PAGE).status_code == 200
            assert f'href="{PAGE}"' in client.get("/stocktakes/").content.decode()
        for person in (draft.reporter, draft.colleague, draft.stranger):
            client.force_login(person)
            for address in ("/stocktakes/", PAGE, f"{PAGE}stocktake.docx", f"{PAGE}stocktake.pdf"):
                assert client.get(address).status_code == 404
            assert "/stocktakes/" not in client.get("/today/").content.decode()

    def test_only_who_publishes_can_write(self, draft, client):
        publish(draft)
        for person, answered in ((draft.leader, 404), (draft.reporter, 404)):
            client.force_login(person)
            for address in ("words/opening/", "computation/", "publication/"):
                assert client.post(PAGE + address, {"text": "x"}).status_code == answered
            assert client.post("/stocktakes/", {"period": "2026H1"}).status_code in (403, 404)
        assert Stocktake.objects.count() == 1

    def test_a_leader_sees_no_field(self, draft, client):
        publish(draft)
        client.force_login(draft.leader)
        assert root(client.get(PAGE)).xpath("//main//form | //main//textarea[not(@readonly)]") == []


class TestPages:
    def test_one_click_composes_and_the_second_leads_to_the_same_draft(self, lived, client):
        client.force_login(lived.supervisor)
        page = root(client.get("/stocktakes/"))
        assert page.xpath("//main//button[contains(@class, 'is-primary')]/text()") == ["盘点"]
        assert page.xpath("//select[@name='period']/option[1]/@value") == ["2026H1"]
        assert client.post("/stocktakes/", {"period": "2026H1"})["Location"] == PAGE
        assert client.post("/stocktakes/", {"period": "2026H1"})["Location"] == PAGE
        assert Stocktake.objects.count() == 1

    def test_a_period_not_on_offer_is_refused(self, office, client):
        assert client.post("/stocktakes/", {"period": "1999H1"}).status_code == 422

    def test_every_link_leads_somewhere_as_of_the_head(self, office, client):
        write(office, f"proposal-board-{office.red.code}", "补上三百家。")
        links = set(root(client.get(PAGE)).xpath("//article//a/@href | //*[@id='candidates']//a/@href"))
        assert f"/matters/{office.red.code}/?head={office.draft.head}" in links
        assert [address for address in links if client.get(address).status_code != 200] == []
        assert all(f"head={office.draft.head}" in link or link.startswith("/ledger/") for link in links)

    def test_charts_stand_on_the_page(self, office, client):
        assert len(root(client.get(PAGE)).xpath("//article//figure/svg")) == 6  # each wide and narrow

    def test_computing_again_takes_the_latest_entry(self, office, client):
        head = book_of(office.region.pk).head
        assert client.post(f"{PAGE}computation/").status_code == 302
        assert Stocktake.objects.get().head == head

    def test_publishing_shows_that_every_word_follows(self, office, client):
        entry = Stocktake.objects.get().entry
        sent = {"number": "望督〔2026〕3号", "language": "en", "looked": entry}
        assert client.post(f"{PAGE}publication/", sent, follow=True).status_code == 200
        text = client.get(PAGE).content.decode()
        assert "逐字一致" in text
        assert "Key targets" in text
        assert client.post(f"{PAGE}publication/", sent).status_code == 422

    def test_from_a_stale_tab_nothing_is_published(self, office, client):
        entry = Stocktake.objects.get().entry
        write(office, "opening", "在此期间。")
        answer = client.post(f"{PAGE}publication/", {"language": "en", "looked": entry, "number": "某督3号"})
        assert answer.status_code == 422
        assert root(answer).xpath("//input[@name='number']/@value") == ["某督3号"]
        assert Stocktake.objects.get().concluded is None

    def test_a_long_document_is_warned_of(self, office, client):
        assert "超过一般文件" not in client.get(PAGE).content.decode()
        for place in ("opening", "closing"):
            write(office, place, "长" * 2600)
        text = client.get(PAGE).content.decode()
        assert "超过一般文件 5,000 字的上限" in text
        assert re.search(r"[5-9],\d{3} 字；文件一般不超过 5,000 字", text)

    def test_the_proposals_can_be_taken_along_as_text(self, office, client):
        write(office, "proposal-own-1", "第一条。")
        write(office, "proposal-own-2", "第二条\n分两行。")
        (text,) = root(client.get(PAGE)).xpath("//textarea[@id='plain-text']/text()")
        assert text == "1. 第一条。\n2. 第二条 分两行。"

    def test_candidates_are_accepted_reworded_and_dropped(self, office, client):
        place = f"proposal-board-{office.red.code}"
        form = root(client.get(PAGE)).xpath(f"//li[@id='{place}']/form[1]")[0]
        fields = dict(form.form_values())
        assert client.post(form.action, fields).status_code == 302
        assert wordings(office.draft)[place].text.startswith("发展改革局牵头")
        form = root(client.get(PAGE)).xpath(f"//li[@id='{place}']//form[textarea or .//textarea]")[0]
        assert client.post(form.action, {**dict(form.form_values()), "text": "改写。"}).status_code == 302
        assert wordings(office.draft)[place].text == "改写。"
        form = root(client.get(PAGE)).xpath(f"//li[@id='{place}']/form[1]")[0]
        assert client.post(form.action, {**dict(form.form_values()), "drop": "1"}).status_code == 302
        assert wordings(office.draft)[place].text == ""
        assert "is-dropped" in client.get(PAGE).content.decode()


class TestWords:
    def test_without_scripts_they_are_saved_and_the_page_returns_to_the_place(self, office, client):
        answer = client.post(f"{PAGE}words/opening/", {"text": "一段话。", "seen": "0"})
        assert answer["Location"] == f"{PAGE}#opening"
        assert "一段话。" in client.get(PAGE).content.decode()

    def test_what_somebody_else_wrote_is_shown_and_what_was_typed_stays(self, office, client):
        write(office, "opening", "同事写的<b>话</b>。", office.people["songheng"])
        answer = client.post(f"{PAGE}words/opening/", {"text": "我写的话。", "seen": "0"})
        page = root(answer)
        assert answer.status_code == 422
        (form,) = page.xpath("//form[@action='/stocktakes/2026H1-1/words/opening/']")
        assert form.fields["text"] == "我写的话。"
        assert form.xpath(".//blockquote")[0].text_content() == "同事写的<b>话</b>。"
        assert "宋衡" in form.text_content()
        assert client.post(form.action, dict(form.form_values())).status_code == 302
        assert wordings(office.draft)["opening"].text == "我写的话。"

    def test_saved_in_place_only_what_stands_beside_the_field_comes_back(self, office, client):
        looked = Stocktake.objects.get().entry
        sent = {"text": "一段话。", "seen": "0", "looked": looked}
        text = client.post(f"{PAGE}words/opening/", sent, headers=HTMX).content.decode()
        entry = Stocktake.objects.get().entry
        assert "<textarea" not in text
        assert f'name="seen" value="{entry}"' in text
        assert f'id="publication-looked" value="{entry}"' in text
        assert "<p>一段话。</p>" in text

    def test_refused_in_place_the_field_is_left_alone(self, office, client):
        other = write(office, "opening", "同事写的话。", office.people["songheng"])
        answer = client.post(f"{PAGE}words/opening/", {"text": "我的", "seen": "0"}, headers=HTMX)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "同事写的话。" in text
        assert f'name="seen" value="{other.made}"' in text
        assert "<textarea" not in text

    def test_words_of_others_do_not_count_as_looked_at(self, office, client):
        looked = Stocktake.objects.get().entry
        write(office, "closing", "同事写的话。", office.people["songheng"])
        sent = {"text": "一段话。", "seen": "0", "looked": looked}
        text = client.post(f"{PAGE}words/opening/", sent, headers=HTMX).content.decode()
        assert f'id="publication-looked" value="{looked}"' in text

    def test_what_was_looked_at_may_be_any_nonsense(self, office, client):
        for looked in ("9" * 5000, "²", "-1", "x"):
            sent = {"text": "一段话。", "seen": "0", "looked": looked}
            answer = client.post(f"{PAGE}words/opening/", sent, headers=HTMX)
            assert 'id="publication-looked" value="0"' in answer.content.decode()

    @pytest.mark.parametrize("sent", [{"text": "长" * 4001}, {"text": "a\x00b"}, {"text": "x", "seen": "-1"}])
    def test_what_cannot_be_kept_is_said_and_stays_typed(self, office, client, sent):
        answer = client.post(f"{PAGE}words/opening/", {"seen": "0", **sent})
        assert answer.status_code == 422
        assert sent["text"].replace("\x00", "") in answer.content.decode().replace("\x00", "")
        assert not wordings(office.draft)

    def test_a_published_one_takes_no_words_and_keeps_what_was_typed(self, office, client):
        publish(office)
        answer = client.post(f"{PAGE}words/opening/", {"text": "太晚的话", "seen": "0"})
        assert answer.status_code == 422
        assert "太晚的话" in answer.content.decode()


class TestFiles:
    def test_hostile_words_stay_words_everywhere(self, office, client):
        for place, hostile in zip(("opening", "figures-before", "work-after", "closing"), HOSTILE, strict=True):
            write(office, place, hostile)
        page = client.get(PAGE).content.decode()
        assert "<script>alert" not in page
        assert [hostile for hostile in HOSTILE if hostile not in unescape(page)] == []
        word_file = docx.Document(io.BytesIO(client.get(f"{PAGE}stocktake.docx").content))
        paragraphs = [paragraph.text for paragraph in word_file.paragraphs]
        assert [hostile for hostile in HOSTILE if hostile not in paragraphs] == []
        data = client.get(f"{PAGE}stocktake.pdf").content
        assert data.startswith(b"%PDF")
        if which("pdftotext"):
            said = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
            bare = re.sub(r"\W", "", said)
            assert [hostile for hostile in HOSTILE if re.sub(r"\W", "", hostile)[:40] not in bare] == []

    def test_word_holds_every_section_and_the_file_bears_the_number(self, office, client):
        publish(office, number="望督〔2026〕3号")
        answer = client.get(f"{PAGE}stocktake.docx")
        document = docx.Document(io.BytesIO(answer.content))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        heads = ["关键目标", "工作成效", "会议要求落实情况", "短板与责任单位", "下步风险", "下一步建议"]
        assert [head for head in heads if head not in text] == []
        assert len(document.inline_shapes) == 3
        assert "stocktake-2026H1-1.docx" in answer["Content-Disposition"]
        assert "%E6%9C%9B%E7%9D%A3" in answer["Content-Disposition"]

    def test_the_same_stocktake_gives_the_same_file(self, office, client):
        publish(office)
        for ending in ("docx", "pdf"):
            first = client.get(f"{PAGE}stocktake.{ending}").content
            cache.clear()
            assert client.get(f"{PAGE}stocktake.{ending}").content == first

    def test_without_a_chinese_typeface_the_way_out_is_said(self, office, client, monkeypatch):
        def missing(*args, **kwargs):
            raise pdf.NoChineseFont

        monkeypatch.setattr(pdf, "pdf", missing)
        answer = client.get(f"{PAGE}stocktake.pdf", follow=True)
        assert answer.redirect_chain == [(PAGE, 302)]
        assert "LUOSHI_FONTS" in answer.content.decode()


def asked_for(client, *, kept):
    """How many questions the page asks."""
    client.get(PAGE)  # what any first page asks, and what is kept then
    if not kept:
        cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200
    return len(asked)


def test_the_page_asks_as_much_of_three_hundred_targets_as_of_two(office, client):
    few = asked_for(client, kept=False)
    for number in range(300):
        target(office, f"目标 {number}", "fagai")
    client.post(f"{PAGE}computation/")
    assert asked_for(client, kept=False) <= few <= 45
    assert asked_for(client, kept=True) <= 15
    publish(office)
    assert asked_for(client, kept=False) <= 40
