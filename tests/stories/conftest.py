"""After every story the book is whole: the chain holds, and replaying the entries gives the tables."""

import pytest

from luoshi.core.ledger import replay
from luoshi.core.ledger.queries import books, fault
from tests.stories.desk import Desk, on


@pytest.fixture(autouse=True)
def whole_book(request):
    if "world" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("world")  # first, so that it is still there afterwards
    yield
    assert {fault(book) for book in books()} == {None}
    replay.check()


@pytest.fixture
def desks(world):
    """The four people of the district, each at a desk of their own."""
    names = ("reporter", "colleague", "supervisor", "leader", "stranger")
    return {name: Desk(getattr(world, name)) for name in names}


@pytest.fixture
def target(world):
    """A target of one unit, 120 亿元 in the year, in its fourth month; the month before is open and due."""
    details = {"indicator": "固定资产投资完成额", "source": "统计联网直报"}
    found = world.register(
        "target", "固定资产投资专项", "lingang", goal=120 * 10**10, unit_label="亿元", details=details
    )
    world.tick()
    world.tick()
    on(2026, 4, 3)
    return found
