"""Rules stand with their version and the entry that put them in force; a new one is checked before it counts."""

import pytest

from luoshi.core.ledger.judgement import thresholds
from luoshi.core.ledger.queries import entries, head_of
from luoshi.core.plan.queries import rules

GOOD = {
    "version": "2026-02", "yellow_lag": "5", "red_lag": "20.5",
    "due_soon_days": "10", "due_soon_completion": "90", "silence": "on",
}  # fmt: skip


def adopt(client, person, name="lights", **changes):
    client.force_login(person)
    return client.post(f"/rules/{name}/", {**GOOD, **changes})


def test_rules_as_shipped_are_explained(client, world):
    client.force_login(world.reporter)
    page = client.get("/rules/").content.decode()
    assert "10.00" in page
    assert "30.00" in page
    assert client.get("/rules/lights/").status_code == 200
    assert client.get("/rules/nothing/").status_code == 404


@pytest.mark.parametrize("who", ["administrator", "supervisor"])
def test_a_new_version_counts_and_the_old_one_can_be_seen(client, world, who):
    then = head_of(world.region.pk).seq
    assert adopt(client, getattr(world, who)).status_code == 302
    limits = thresholds(world.plan.pk)
    assert (limits.yellow_lag, limits.red_lag, limits.due_soon_days, limits.due_soon_completion) == (
        500,
        2050,
        10,
        9000,
    )
    assert rules(world.plan.pk, "lights")[0] == "2026-02"
    assert "20.50" in client.get("/rules/").content.decode()
    assert "20.50" not in client.get(f"/rules/lights/?head={then}").content.decode()
    assert adopt(client, getattr(world, who), version="2026-03", red_lag="25").status_code == 302
    assert "2026-02" in client.get("/rules/lights/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": "1.0"}, {"version": ""}, {"version": "a b"}, {"version": "x" * 21}, {"yellow_lag": "20.5"},
        {"red_lag": "4"},
        {"red_lag": "101"}, {"yellow_lag": "-1"}, {"yellow_lag": "NaN"}, {"red_lag": "Infinity"}, {"red_lag": "1e999"},
        {"yellow_lag": "5.123"}, {"due_soon_days": "91"}, {"due_soon_days": "x"}, {"due_soon_completion": ""},
    ],
)  # fmt: skip
def test_what_cannot_be_a_rule_is_refused(client, world, wrong):
    before = head_of(world.region.pk).seq
    response = adopt(client, world.administrator, **wrong)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert head_of(world.region.pk).seq == before


def test_a_version_is_adopted_once(client, world):
    adopt(client, world.administrator)
    assert adopt(client, world.administrator).status_code == 422


@pytest.mark.parametrize("who", ["reporter", "leader", "auditor", "stranger"])
def test_others_read_and_cannot_change(client, world, who):
    assert adopt(client, getattr(world, who)).status_code == 404
    assert 'method="post" novalidate' not in client.get("/rules/lights/").content.decode()


def test_the_points_of_the_ranking_add_up_to_100(client, world):
    client.force_login(world.supervisor)
    points = {"version": "2026-02", "on_time": "20", "progress": "60", "verified": "20"}
    assert client.post("/rules/rubric/", {**points, "verified": "30"}).status_code == 422
    assert client.post("/rules/rubric/", points).status_code == 302
    assert rules(world.plan.pk, "rubric")[1] == {"on_time": 20, "progress": 60, "verified": 20}
    assert entries(world.region.pk).first().fact == "Adopted"
    assert client.get("/scorecard/").status_code == 200


def test_an_earlier_entry_takes_no_new_rules(client, world):
    client.force_login(world.administrator)
    assert client.post("/rules/lights/?head=2", GOOD).status_code == 404
