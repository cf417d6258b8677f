"""Where the year may end stands in a stocktake as soon as the district's own records carry it, and not before."""

import datetime as dt

import pytest

from luoshi.core.ledger import actions
from luoshi.demo.world import Saying, turn_to
from luoshi.engine.periods import Period
from luoshi.loop.stocktakes.actions import take_stock, word
from luoshi.loop.stocktakes.compose.document import compose, compute
from luoshi.loop.stocktakes.queries import source_of
from luoshi.web.document_blocks import Chart, words

GOAL = 1200 * 100


@pytest.fixture
def with_records(world):
    """Twenty-one key targets with a whole year, 70 to 130 % of the goal; the first has a January in the next."""
    due = dt.date(2027, 12, 31)
    world.targets = [
        world.register(
            "target", f"目标{n}", "lingang", goal=GOAL, unit_label="家", due=due, weight=22 - n,
            details={"indicator": f"指标{n}", "source": "", "scope": "district"},
        )
        for n in range(21)
    ]  # fmt: skip
    for month in (3, 12):
        for number, matter in enumerate(world.targets):
            value = GOAL * month * (70 + 3 * number) // 1200
            world.report(matter, Period(2026, "month", month), Saying({"value": value}, proof=False))
        world.verify_waiting()
    for day in (dt.date(2027, 1, 6), dt.date(2027, 2, 2)):
        turn_to(day, 8)
        actions.relight(world.region)
    world.report(world.targets[0], Period(2027, "month", 1), Saying({"value": GOAL // 24}, proof=False))
    world.verify_waiting()
    turn_to(dt.date(2027, 2, 6))
    return world


def text_of(stocktake):
    return words(compose(source_of(stocktake), "zh-hans"))


def test_without_records_nothing_is_said_of_the_year_s_end(draft):
    assert "预测展望" not in text_of(draft.draft)


def test_with_records_each_key_target_has_its_fan_and_its_chance(with_records):
    stocktake = take_stock(with_records.plan, Period.parse("2027-01"), by=with_records.supervisor)
    blocks = compose(source_of(stocktake), "zh-hans")
    text = words(blocks)
    assert "、预测展望" in text
    assert f"{with_records.targets[0].code} 目标0：预计2027年底在 " in text
    assert "达到目标 1,200 的可能性为 " in text
    (fan,) = [block.drawing.fan for block in blocks if isinstance(block, Chart) and "年底预测" in block.title]
    assert len(fan.middle) == 11
    assert fan.low[-1] < fan.middle[-1] < fan.high[-1]


def test_what_will_sooner_be_missed_becomes_a_candidate(with_records):
    stocktake = take_stock(with_records.plan, Period.parse("2027-01"), by=with_records.supervisor)
    text = text_of(stocktake)
    doubtful = text.partition("完成的可能性不足一半：")[2]
    assert with_records.targets[0].code in doubtful
    keys = [one.key for one in compute(source_of(stocktake), "zh-hans").candidates]
    assert f"proposal-board-{with_records.targets[0].code}" in keys


def test_words_of_a_section_that_has_nothing_computed_are_not_lost(draft):
    word(draft.draft, by=draft.supervisor, place="outlook-before", text="我们判断能完成。", seen=0)
    lines = text_of(draft.draft).splitlines()
    assert lines[lines.index("五、预测展望") + 1] == "我们判断能完成。"
