"""An installation without the demo begins with one command."""

import pytest
from django.core.management import CommandError, call_command

from luoshi.core.ledger.queries import books, entries
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.models import Plan


@pytest.fixture
def founded(db, capsys):
    call_command("district", "binhai", "滨海新区", "--admin", "zhang", "--year", "2026")
    return capsys.readouterr().out


def test_the_administrator_signs_in_with_what_was_printed_and_finds_the_organisation(client, founded):
    password = founded.split()[-1].rpartition("：")[2]
    assert client.login(username="zhang", password=password)
    page = client.get("/organisation/")
    assert page.status_code == 200
    assert "滨海新区" in page.content.decode()
    assert client.get("/organisation/binhai/").context["mine"]


def test_book_and_plan_stand(founded):
    region = Unit.objects.get()
    plan = Plan.objects.get(region=region)
    assert (plan.starts.year, plan.ends.year, plan.workstreams.count()) == (2026, 2028, 6)
    assert [row.fact for row in entries(region.pk)] == ["Appointed", "Admitted", "Established"]
    assert books().get().head == 3
    assert not Person.objects.get().may_anywhere("verify")


def test_workstreams_can_be_named(db):
    call_command("district", "binhai", "滨海新区", "--admin", "zhang", "--workstreams", "reform=改革,safety=安全")
    assert [stream.name for stream in Plan.objects.get().workstreams.all()] == ["改革", "安全"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["binhai", "滨海新区", "--admin", "li"],
        ["other", "别处", "--admin", "zhang"],
        ["no code", "别处", "--admin", "li"],
        ["other", "别处", "--admin", "li", "--workstreams", "改革"],
    ],
)
def test_what_cannot_be_founded_changes_nothing(founded, arguments):
    with pytest.raises(CommandError):
        call_command("district", *arguments)
    assert Unit.objects.count() == 1
    assert Person.objects.count() == 1
