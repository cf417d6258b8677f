"""A district that has lived until today, behind a real server and before a real browser."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from luoshi.core.ledger import actions, clock, replay
from luoshi.core.ledger.queries import books, fault
from luoshi.demo.world import World, steady, turn_to
from luoshi.engine.periods import last_closed
from tests.browser.visitor import PASSWORD, Visitor

PACE = {"kechuang": 4_000}  # basis points of pro-rata: one unit lags, so that another may pass it


@pytest.fixture(scope="session", autouse=True)
def _words():
    """Translations are built, not kept."""
    call_command("translations", verbosity=0)


@pytest.fixture
def district(live_server):
    """Four units with a target each, two months reported and closed, up to this morning.

    The server reads the real clock, so everything is counted from today, whatever day of a month or year it is.
    """
    today = timezone.localdate()
    first = last_closed(today).previous()
    units = ["fagai", "lingang", "kechuang", "wangshan"]
    world = World.founded(first.year, units=units, password=lambda: PASSWORD)
    turn_to(first.start + dt.timedelta(days=3))
    for unit in units:
        details = {"indicator": "固定资产投资完成额", "source": "统计联网直报"}
        title = f"{world.units[unit].name}固定资产投资"
        due = dt.date(today.year, 12, 31)
        world.register("target", title, unit, goal=120 * 10**10, unit_label="亿元", details=details, due=due)
    for _month in range(2):
        world.tick(lambda matter, month: steady(matter, month, PACE.get(matter.lead_unit.code, 10_000)))
    turn_to(today, 0)
    actions.relight(world.region)
    clock.turn_to(None)
    yield world
    assert [fault(book) for book in books()] == [None]
    replay.check()


@pytest.fixture
def visit(browser, live_server, district):
    """`visit("linxiaohe")` is somebody at a browser of their own, signed in."""
    opened = []

    def come(login: str = "", **how) -> Visitor:
        opened.append(Visitor(browser, live_server.url, **how))
        if login:
            opened[-1].sign_in(login)
        return opened[-1]

    yield come
    for visitor in opened:
        visitor.context.close()
