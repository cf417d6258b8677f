"""Who does not belong to a meeting does not learn that it exists."""

import pytest
from django.urls import reverse

from luoshi.core.ledger.queries import head_of
from luoshi.loop.meetings import actions
from luoshi.loop.meetings.models import Meeting

READ = [("meeting", []), ("minutes", []), ("assignment", []), ("directive", [1])]
WRITE = [
    ("minutes", []), ("assignment", []), ("merger", []), ("directives", []), ("directive", [1]),
    ("directive_parts", [1]), ("directive_omission", [1]), ("directive_restoration", [1]),
]  # fmt: skip
FIRST = "二标段施工许可"


@pytest.fixture
def assigned(minuted):
    """A matter of the housing bureau came from the meeting; the directive stands at number 1."""
    actions.assign(minuted.meeting, [minuted.choice(FIRST)], by=minuted.people["supervisor"])
    return minuted


@pytest.mark.parametrize("name", ["stranger", "neighbour", "zone"])
def test_strangers_get_404_everywhere(client, assigned, name):
    client.force_login(assigned.people[name])
    for url, more in READ:
        assert client.get(reverse(url, args=["2026-11", *more])).status_code == 404, url
    for url, more in WRITE:
        assert client.post(reverse(url, args=["2026-11", *more]), {"d": ["1"]}).status_code == 404, url
    assert "重点工作调度会" not in client.get(reverse("meetings")).content.decode()


@pytest.mark.parametrize("name", ["leader", "reporter"])
def test_readers_change_nothing(client, assigned, name):
    client.force_login(assigned.people[name])
    head = head_of(assigned.region.pk)
    for url, more in WRITE:
        assert client.post(reverse(url, args=["2026-11", *more]), {"d": ["1"]}).status_code == 404, url
    assert client.post(reverse("meeting_new"), {"title": "会"}).status_code == 404
    assert head_of(assigned.region.pk) == head


def test_a_unit_reads_the_sentence_its_matter_came_from(client, assigned):
    client.force_login(assigned.people["reporter"])
    html = client.get(reverse("meeting", args=["2026-11"])).content.decode()
    assert f'id="s{assigned.directive(FIRST).number}"' in html


def test_matters_of_others_are_counted_not_shown(client, assigned):
    supporting = assigned.choice("安全自查", lead_unit=assigned.units["fgj"], title="发改局的自查")
    [other] = actions.assign(assigned.meeting, [supporting], by=assigned.people["supervisor"])
    client.force_login(assigned.people["reporter"])
    html = client.get(reverse("meeting", args=["2026-11"])).content.decode()
    assert other.code not in html


def test_the_same_number_in_two_districts_is_two_meetings(client, assigned):
    stranger = assigned.people["stranger"]
    elsewhere = stranger.posts_held[0].unit
    actions.convene(elsewhere, by=stranger, code="2026-11", title="云岭的会", held_at=assigned.meeting.held_at)
    client.force_login(stranger)
    html = client.get(reverse("meeting", args=["2026-11"])).content.decode()
    assert "云岭的会" in html
    assert "重点工作调度会" not in html
    assert Meeting.objects.filter(code="2026-11").count() == 2


def test_nobody_reads_without_logging_in(client, assigned):
    for url, more in READ:
        assert client.get(reverse(url, args=["2026-11", *more])).status_code == 302, url
