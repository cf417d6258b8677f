"""Where we stand, computed from a head, with words of people: published once, the same for ever."""

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import translation

from luoshi.core.ledger import actions as ledger
from luoshi.core.ledger import triggers
from luoshi.core.ledger.actions import rename
from luoshi.core.ledger.queries import book_of, entries_about, lines
from luoshi.core.ledger.replay import check
from luoshi.demo.world import Saying, turn_to
from luoshi.engine.periods import Period
from luoshi.kinds.target.actions import Definition, Figure, compare, define
from luoshi.loop.stocktakes.actions import Overtaken, conclude, recompute, take_stock, word
from luoshi.loop.stocktakes.compose.document import compose, compute
from luoshi.loop.stocktakes.models import Stocktake
from luoshi.loop.stocktakes.queries import recomputed, source_of, wordings
from luoshi.web.document_blocks import Chart, Table, words

HALF = Period.parse("2026H1")


def said(world, place, text, *, by=None, seen=None):
    standing = wordings(world.draft).get(place)
    seen = (standing.made if standing else 0) if seen is None else seen
    return word(world.draft, by=by or world.supervisor, place=place, text=text, seen=seen)


def published(world, language="zh-hans", number=""):
    looked = Stocktake.objects.get(pk=world.draft.pk).entry
    return conclude(world.draft, by=world.supervisor, number=number, language=language, looked=looked)


def rebased(world):
    goal = ledger.GoalDraft(measure="value", year=2026, value=600 * 100)
    ledger.rebaseline(world.red, goal, by=world.supervisor, reason="调整")


def text_of(stocktake, language="zh-hans"):
    return words(compose(source_of(stocktake), language))


def candidates(world):
    return compute(source_of(world.draft), "zh-hans").candidates


class TestWhatIsComputed:
    def test_each_section_says_what_the_ledger_says(self, draft):
        text = text_of(draft.draft)
        assert text.splitlines()[0] == "全面振兴新突破三年行动2026年上半年盘点"
        assert f"{draft.red.code} 落后的目标\t300 家\t−5.00*\t2/2\t25.00\t−25.00" in text
        assert "2026年上半年考核关键目标 2 项：达到进度要求 1 项，未达进度要求 1 项" in text
        assert "项目为王\t" in text
        assert f"{draft.meeting.title}：" in text
        assert f"{draft.red.code} 落后的目标（发展改革局），比应完成数少 300 家，低于序时进度 25.00 个百分点" in text
        assert "2026年下半年到期事项" in text
        assert f"账本第 {draft.draft.head} 条" in text

    def test_what_is_spent_ahead_of_time_is_above_its_limit_and_not_ahead(self, world):
        said = {"name": "支出", "unit_label": "万元", "direction": "less", "lead_unit": world.units["fagai"]}
        define(world.plan, Definition(**said), by=world.supervisor)
        details = {"indicator": "支出", "source": "", "scope": "district"}
        world.register("target", "支出", "fagai", goal=120 * 10**6, unit_label="万元", details=details)
        for _month in range(6):
            world.tick(lambda matter, month: Saying({"value": 70 * 10**6}))
        text = text_of(take_stock(world.plan, HALF, by=world.supervisor))
        assert "达到进度要求 0 项，未达进度要求 1 项" in text
        assert "支出比序时控制数多 10.0 万元" in text

    def test_the_gap_is_taken_apart_by_the_units_it_comes_from(self, draft):
        (chart,) = [b for b in compose(source_of(draft.draft), "zh-hans") if isinstance(b, Chart) and "来自" in b.title]
        assert chart.words == "临港产业园 −180 家、望山街道 −120 家"

    def test_a_limit_that_was_passed_is_above_its_goal_and_never_behind_pro_rata(self, world):
        said = {"name": "失业率", "unit_label": "%", "nature": "point", "direction": "less", "sums": False}
        define(world.plan, Definition(**said, lead_unit=world.units["fagai"]), by=world.supervisor)
        details = {"indicator": "失业率", "source": "", "scope": "district"}
        world.register("target", "失业率", "fagai", details=details, goal=500, unit_label="%")
        world.tick(lambda matter, month: Saying({"value": 688}))
        world.draft = take_stock(world.plan, Period.parse("2026-01"), by=world.supervisor)
        text = text_of(world.draft)
        assert "失业率（发展改革局），比目标高 1.88 个百分点。" in text
        assert "失业率\t6.88 %\t—\t—\t—\t−1.88" in text
        assert candidates(world)[0].text == "发展改革局于2026年6月30日前把失业率压降 1.88 个百分点。"

    def test_every_section_stands_in_every_language(self, draft):
        for language, first in (("en", "Where we stand with"), ("zh-hant", "上半年盤點")):
            assert first in text_of(draft.draft, language).splitlines()[0]

    def test_the_words_depend_on_nobody_s_language(self, draft):
        with translation.override("en"):
            english = text_of(draft.draft)
        with translation.override("zh-hans"):
            assert text_of(draft.draft) == english

    def test_an_empty_district_says_so(self, world):
        stocktake = take_stock(world.plan, Period.parse("2026-01"), by=world.supervisor)
        text = text_of(stocktake)
        assert "没有关键目标。" in text
        assert "尚无会议纪要。" in text

    def test_a_matter_closed_within_the_period_counts_as_achieved_and_one_given_up_does_not(self, lived):
        task, other = (lived.register("task", title, "lingang") for title in ("建好一条路", "不建的路"))
        lived.tick(lambda matter, month: Saying({"done": 100}) if matter == task else None)
        task.refresh_from_db()
        ledger.move(task, "closed", by=lived.supervisor)
        ledger.move(other, "dropped", by=lived.supervisor, reason="不再需要")
        year = take_stock(lived.plan, Period.parse("2026"), by=lived.supervisor)
        tables = [block for block in compose(source_of(year), "zh-hans") if isinstance(block, Table)]
        table = next(table for table in tables if table.head[-1] == "本期销号")
        assert table.rows[0][-1] == "1"

    def test_proposals_name_owner_amount_and_day(self, draft):
        first = candidates(draft)[0]
        assert first.key == f"proposal-board-{draft.red.code}"
        assert first.text == (
            "发展改革局牵头，于2026年12月31日前补上落后的目标所欠 300 家，其中临港产业园 180 家、望山街道 120 家。"
        )

    def test_each_directive_that_is_left_becomes_a_candidate(self, draft):
        keys = [one.key for one in candidates(draft)]
        left = [f"proposal-directive-{draft.meeting.code}-{n}" for n in (1, 2, 3, 4, 6, 8, 9, 10, 11)]
        assert [key for key in keys if "directive" in key] == left


class TestWriting:
    def test_words_stand_where_they_were_written(self, draft):
        said(draft, "figures-before", "第一段。\n第二段。")
        said(draft, "figures-after", "数字之后。")
        found = text_of(draft.draft).splitlines()
        place = found.index("一、关键目标")
        assert found[place + 1 : place + 3] == ["第一段。", "第二段。"]
        assert found[found.index("二、工作成效") - 1] == "数字之后。"

    def test_who_was_overtaken_learns_by_whom_and_may_write_again(self, draft):
        mine = said(draft, "opening", "我的话。")
        second = draft.people["songheng"]
        theirs = said(draft, "opening", "别人的话。", by=second)
        with pytest.raises(Overtaken) as refused:
            said(draft, "opening", "我改的话。", seen=mine.made)
        assert refused.value.wording == theirs
        assert wordings(draft.draft)["opening"].text == "别人的话。"
        assert said(draft, "opening", "我改的话。", seen=theirs.made).text == "我改的话。"

    def test_what_stands_so_already_is_not_written_twice(self, draft):
        said(draft, "opening", "一句话。")
        head = book_of(draft.region.pk).head
        said(draft, "opening", "一句话。", seen=0)
        said(draft, "closing", "  ")
        assert book_of(draft.region.pk).head == head

    def test_words_stay_when_the_figures_are_computed_anew(self, draft):
        said(draft, "opening", "写过的话。")
        said(draft, f"proposal-board-{draft.red.code}", "补上三百家。")
        before = draft.draft.head
        rebased(draft)
        recompute(draft.draft, by=draft.supervisor)
        draft.draft.refresh_from_db()
        text = text_of(draft.draft)
        assert draft.draft.head > before
        assert "300 家\t−5.00*\t2/2\t50.00" in text
        assert "写过的话。" in text
        assert "1. 补上三百家。" in text  # its short board is gone, what was decided is not

    def test_accepted_proposals_are_numbered_and_dropped_ones_left_out(self, draft):
        one, two, three = candidates(draft)[:3]
        said(draft, three.key, three.text)
        said(draft, one.key, "改过的建议。")
        said(draft, two.key, "")
        said(draft, "proposal-own-1", "自己的建议。")
        found = text_of(draft.draft).splitlines()
        place = found.index("六、下一步建议")
        assert found[place + 1 : place + 4] == ["1. 改过的建议。", f"2. {three.text}", "3. 自己的建议。"]
        assert two.text not in "\n".join(found)

    @pytest.mark.parametrize("place", ["", "nowhere", "figures", "proposal-", "proposal-own-" + "x" * 61, "opening\n"])
    def test_a_place_that_is_none_is_refused(self, draft, place):
        with pytest.raises(ValidationError):
            said(draft, place, "文字", seen=0)

    def test_too_long_is_refused_and_signs_that_no_printer_has_are_left_out(self, draft):
        with pytest.raises(ValidationError):
            said(draft, "opening", "长" * 4001)
        assert said(draft, "opening", "a\x00b\x0bc\u202ed\r\ne\ud800").text == "abcd\ne"

    def test_only_who_publishes_writes(self, draft):
        for person in (draft.reporter, draft.leader, draft.auditor, draft.administrator):
            with pytest.raises(PermissionDenied):
                said(draft, "opening", "文字", by=person)
            with pytest.raises(PermissionDenied):
                take_stock(draft.plan, Period.parse("2026Q2"), by=person)
            with pytest.raises(PermissionDenied):
                recompute(draft.draft, by=person)


class TestPublishing:
    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    def test_years_later_it_says_the_same(self, draft, language):
        said(draft, "boards-after", "一段按语。")
        done = published(draft, language, "望督〔2026〕3号")
        before = words(recomputed(done, source_of(done)).blocks)
        rebased(draft)
        figures = [Figure(peer="邻区甲", group="甲组", value=1, growth=-9000, goal=1)]
        compare(draft.plan, "家数", Period.parse("2026-06"), figures, by=draft.supervisor, source="改正")
        rename(draft.units["fagai"], name="经济发展局", aliases=[], by=draft.administrator)
        draft.tick(lambda matter, month: Saying({"value": 90000}) if matter.kind == "target" else None)
        take_stock(draft.plan, HALF, by=draft.supervisor)
        cache.clear()
        again = recomputed(done, source_of(done))
        assert again.equal
        assert words(again.blocks) == before
        assert "望督〔2026〕3号" in before
        check()

    def test_a_district_renamed_since_keeps_its_name_and_its_place(self, draft):
        done = published(draft)
        rename(draft.region, name="大望海区", aliases=[], by=draft.administrator)
        cache.clear()
        found = Stocktake.objects.select_related("plan__region").get(pk=done.pk)
        again = recomputed(found, source_of(found))
        assert again.equal
        assert "2/2" in words(again.blocks)

    def test_a_rewritten_past_shows(self, draft):
        done = published(draft)
        triggers.remove(connection)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_entry SET hash = %s WHERE seq = %s", ["f" * 64, done.head])
        triggers.install(connection)
        assert not recomputed(done, source_of(done)).equal

    def test_once_published_nothing_changes(self, draft):
        done = published(draft)
        for change in (
            lambda: said(draft, "opening", "还想说一句。"),
            lambda: recompute(done, by=draft.supervisor),
            lambda: conclude(done, by=draft.supervisor, number="", language="en", looked=done.entry),
        ):
            with pytest.raises(ValidationError):
                change()
        assert take_stock(draft.plan, HALF, by=draft.supervisor).code == "2026H1-2"

    def test_a_period_has_one_draft(self, draft):
        with pytest.raises(ValidationError):
            take_stock(draft.plan, HALF, by=draft.supervisor)

    def test_a_period_that_runs_has_a_draft_but_is_not_published(self, lived):
        lived.draft = take_stock(lived.plan, Period.parse("2026H2"), by=lived.supervisor)
        with pytest.raises(ValidationError):
            published(lived)
        turn_to(Period.parse("2027-01").start)
        assert published(lived).concluded

    def test_a_period_to_come_has_none(self, lived):
        with pytest.raises(ValidationError):
            take_stock(lived.plan, Period.parse("2027H1"), by=lived.supervisor)

    def test_nobody_publishes_words_that_were_not_looked_at(self, draft):
        looked = draft.draft.entry
        said(draft, "opening", "在此期间。")
        with pytest.raises(ValidationError):
            conclude(draft.draft, by=draft.supervisor, number="", language="en", looked=looked)

    def test_the_ledger_tells_it_in_sentences(self, draft):
        said(draft, "opening", "一句话。")
        said(draft, "opening", "")
        published(draft)
        told = [line.sentence for line in lines(entries_about(draft.region.pk, "2026H1-1"))]
        assert told == [
            f"发布 2026H1 盘点 2026H1-1，据账本第 {draft.draft.head} 条计算。",
            "在盘点 2026H1-1 中撰写：此处不写",
            "在盘点 2026H1-1 中撰写：一句话。",
            f"盘点 2026H1，据账本第 {draft.draft.head} 条计算。",
        ]
