"""The cockpit shows what the district answers for, and to each only what lies within their reach."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.core.ledger import actions
from luoshi.core.ledger.queries import head_of
from luoshi.demo.world import Saying, turn_to

TARGET = {"goal": 1200 * 100, "unit_label": "家", "details": {"indicator": "家数", "source": ""}}
TASK = {"goal": 10 * 100, "unit_label": "项", "details": {"completion_mark": "办结"}}


def shown(client, person, query=""):
    client.force_login(person)
    response = client.get(f"/cockpit/{query}")
    assert response.status_code == 200
    return response


@pytest.fixture
def steered(world):
    """发改 leads the heaviest target, half behind; 临港 one on pace and a part of 望山's sum; a task stands aside."""
    world.heavy = world.register("target", "固定资产投资", "fagai", weight=40, responsible="陈立言", **TARGET)
    world.light = world.register("target", "新增企业", "lingang", weight=10, **TARGET)
    sum_of = {"rollup": "weight", "unit_label": "%", "details": {"indicator": "合成", "source": ""}}
    world.sum = world.register("target", "重点项目", "wangshan", weight=20, **sum_of)
    world.part = world.register("target", "望海湾快速路", "lingang", parent=world.sum, **TARGET)
    world.task = world.register("task", "征收扫尾", "lingang", workstream="anquan", **TASK)
    done = {world.heavy.pk: 0, world.light.pk: 100 * 100, world.part.pk: 0}
    for _month in range(3):
        world.tick(lambda matter, month: Saying({"value": done[matter.pk]}) if matter.pk in done else None)
    return world


def test_main_figures_are_the_heaviest_that_are_part_of_no_other(client, steered):
    figures = shown(client, steered.leader).context["figures"]
    assert [figure.matter.title for figure in figures] == ["固定资产投资", "重点项目", "新增企业"]


def test_gaps_go_by_deviation_times_weight_and_say_where_they_lie(client, steered):
    response = shown(client, steered.leader)
    gaps = response.context["gaps"]
    assert [gap.matter.title for gap in gaps][:2] == ["固定资产投资", "重点项目"]
    assert gaps[0].shortfall == "−300"  # 25 % of 1,200 were due by the end of March
    assert [part.matter.title for part in gaps[1].parts] == ["望海湾快速路"]
    assert "陈立言" in response.content.decode()
    assert f"/worklist/?parent={steered.sum.code}" in response.content.decode()


def test_a_cell_leads_to_as_many_matters_as_it_says(client, steered):
    response = shown(client, steered.leader)
    cells = [cell for _, lines in response.context["matrix"].groups for line in lines for cell in line.cells if cell]
    for cell in [*cells, *filter(None, response.context["matrix"].sums)]:
        assert client.get(cell.url).context["size"].total == cell.total
    assert sum(cell.total for cell in cells) == response.context["matrix"].total == 5


def test_every_number_is_a_link(client, steered):
    page = shown(client, steered.leader).content.decode()
    assert not re.findall(r'<span class="figure[^"]*">', page)


def test_units_stand_as_on_the_scorecard(client, steered):
    steered.register("target", "街道招商", "wangshan", **TARGET)
    steered.tick()
    page = shown(client, steered.leader)
    period = page.context["period"]
    card = client.get(f"/scorecard/{period}/").context["groups"]
    ranked = [(group, [line.unit.code for line in lines if line.row]) for group, lines in page.context["matrix"].groups]
    assert len(card) == 3
    assert [pair for pair in ranked if pair[1]] == [(group, [row.unit for row in rows]) for group, rows in card]


def test_a_reporter_sees_the_lines_of_their_unit_alone(client, steered):
    response = shown(client, steered.reporter)
    matrix = response.context["matrix"]
    assert [line.unit.code for _, lines in matrix.groups for line in lines] == ["lingang"]
    assert matrix.total == 3
    page = response.content.decode()
    assert "固定资产投资" not in page
    assert "发展改革局" not in page
    assert "重点项目" not in page


def test_parts_of_a_gap_that_one_may_not_see_are_not_named(client, steered):
    response = shown(client, steered.stranger)
    assert [gap.matter.title for gap in response.context["gaps"]] == ["重点项目"]
    assert "望海湾快速路" not in response.content.decode()


def test_as_of_an_earlier_entry_nothing_has_changed(client, steered):
    then = head_of(steered.region.pk).seq
    main = re.compile(r"<main.*</main>", re.DOTALL)
    shown(client, steered.leader)
    turn_to(dt.date(2026, 4, 20))
    actions.move(steered.task, "dropped", by=steered.supervisor, reason="撤")
    first = main.search(shown(client, steered.leader, f"?head={then}").content.decode())[0]
    steered.register("target", "后来的目标", "fagai", weight=99, **TARGET)
    again = main.search(shown(client, steered.leader, f"?head={then}").content.decode())[0]
    assert first == again
    assert "后来的目标" not in again
    assert f"head={then}" in again
    assert "后来的目标" in shown(client, steered.leader).content.decode()


def test_an_empty_district_teaches_the_first_step(client, world):
    page = shown(client, world.supervisor).content.decode()
    assert 'href="/meetings/"' in page


def test_the_number_of_queries_does_not_grow(client, world):
    def cost() -> int:
        shown(client, world.supervisor)
        with CaptureQueriesContext(connection) as found:
            client.get("/cockpit/")
        return len(found)

    for number in range(5):
        world.register("target", f"指标 {number}", "lingang", **TARGET)
    for _month in range(2):
        world.tick(lambda matter, month: Saying({"value": 0}))
    few = cost()
    for number in range(5, 60):
        world.register("target", f"指标 {number}", ["lingang", "fagai"][number % 2], **TARGET)
    turn_to(dt.date(2026, 3, 7))
    actions.relight(world.region)
    assert len(client.get("/cockpit/").context["gaps"]) == 3
    assert cost() == few
