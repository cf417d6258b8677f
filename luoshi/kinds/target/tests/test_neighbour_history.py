"""Places over time: a period in which one alone had a figure is no place to fall from."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from luoshi.core.ledger.tests.district import YI, on
from luoshi.engine.periods import Period
from luoshi.kinds.target.actions import Definition, Figure, compare, define


@pytest.fixture
def district(district):
    with on(2026, 7, 20), override("en"):
        said = Definition(name="固投", unit_label="亿元", lead_unit=district.unit)
        define(district.plan, said, by=district.supervisor)
        yield district


def test_months_that_the_district_alone_published_are_not_drawn(district):
    for period, values in (("2026-04", [9]), ("2026-05", [5, 6]), ("2026-06", [6, 8])):
        peers = zip(("望海新区", "甲区"), values, strict=False)
        said = [Figure(peer=peer, group="新区", value=value * YI) for peer, value in peers]
        compare(district.plan, "固投", Period.parse(period), said, by=district.supervisor, source="统计局")
    client = Client()
    client.force_login(district.leader)
    text = client.get("/neighbours/", {"indicator": 1, "by": "level"}).content.decode()
    drawn = text.split("位次变化", 1)[1]
    assert "2026-05" in drawn
    assert "2026-04" not in drawn
