"""The organisation is read by all and kept by administrators, each within their reach."""

import re

import pytest

from luoshi.core.ledger import actions
from luoshi.core.ledger.queries import entries
from luoshi.core.organisation.models import Alias, Person, Post, Unit


def post(client, person, url, /, **data):
    client.force_login(person)
    return client.post(f"/organisation/{url}", data)


def last(world):
    return entries(world.region.pk).first()


def test_everybody_reads_who_answers_for_what(client, world):
    client.force_login(world.reporter)
    page = client.get("/organisation/").content.decode()
    assert "临港产业园" in page
    assert "何苗" in page
    unit = client.get("/organisation/lingang/").content.decode()
    assert '<form class="form' not in unit
    assert "hemiao" not in unit.split("<main")[1]


CHANGES = [
    ("lingang/units/", {"name": "二期办", "code": "erqi", "kind": "department"}),
    ("lingang/name/", {"name": "改名", "aliases": ""}),
    ("lingang/people/", {"name": "新人", "username": "xinren", "title": "科员", "role": "reporter"}),
    ("lingang/posts/", {"person": "1", "title": "科员", "role": "supervisor"}),
    ("lingang/posts/1/relief/", {}),
    ("lingang/posts/1/password/", {}),
]


@pytest.mark.parametrize(("url", "data"), CHANGES)
@pytest.mark.parametrize("who", ["reporter", "supervisor", "leader", "auditor"])
def test_only_an_administrator_changes_it(client, world, who, url, data):
    before = last(world).seq
    assert post(client, getattr(world, who), url, **data).status_code == 404
    assert last(world).seq == before


def test_a_unit_is_established_beneath_another(client, world):
    response = post(
        client,
        world.administrator,
        "lingang/units/",
        name="二期办",
        code="erqi",
        kind="department",
        aliases="二期\n二期指挥部",
    )
    assert response["Location"] == "/organisation/erqi/"
    unit = Unit.objects.get(code="erqi")
    assert unit.path.startswith(world.units["lingang"].path)
    assert {alias.name for alias in unit.aliases.all()} == {"二期", "二期指挥部"}
    assert last(world).fact == "Established"


@pytest.mark.parametrize("code", ["lingang", "Bad Code", "", "中文", "x" * 41])
def test_what_is_wrong_comes_back_with_what_was_typed(client, world, code):
    response = post(client, world.administrator, "lingang/units/", name="二期办", code=code, kind="department")
    assert response.status_code == 422
    assert 'value="二期办"' in response.content.decode()


def test_names_are_set_anew_and_the_ledger_knows_both(client, world):
    post(client, world.administrator, "lingang/name/", name="临港片区", aliases="临港园区，临港")
    unit = Unit.objects.get(code="lingang")
    assert unit.name == "临港片区"
    assert set(Alias.objects.filter(unit=unit).values_list("name", flat=True)) == {"临港园区", "临港"}
    assert "临港产业园" in last(world).text


def test_a_newcomer_gets_a_password_that_is_said_once(client, world):
    data = {"name": "新人", "username": "xinren", "title": "科员", "role": "reporter"}
    response = post(client, world.administrator, "lingang/people/", **data)
    password = re.search(r"<code>([^<]+)</code>", response.content.decode())[1]
    assert "no-store" in response["Cache-Control"]
    newcomer = Person.objects.get(username="xinren")
    assert newcomer.check_password(password)
    assert password not in "".join(entries(world.region.pk).values_list("text", flat=True))
    assert newcomer.may("report", world.units["lingang"])
    assert [row.fact for row in entries(world.region.pk)[:2]] == ["Appointed", "Admitted"]
    assert post(client, world.administrator, "lingang/people/", **data).status_code == 422
    assert not client.login(username="xinren", password="something else")


def test_a_lost_password_is_replaced(client, world):
    held = Post.objects.get(person=world.reporter, until=None)
    response = post(client, world.administrator, f"lingang/posts/{held.pk}/password/")
    password = re.search(r"<code>([^<]+)</code>", response.content.decode())[1]
    assert Person.objects.get(pk=world.reporter.pk).check_password(password)


def test_somebody_with_a_login_is_appointed_and_relieved(client, world):
    data = {"person": world.colleague.pk, "title": "督查专员", "role": "supervisor"}
    assert post(client, world.administrator, "fagai/posts/", **data).status_code == 302
    held = Post.objects.get(person=world.colleague, title="督查专员")
    assert post(client, world.administrator, f"lingang/posts/{held.pk}/relief/").status_code == 404
    assert post(client, world.administrator, f"fagai/posts/{held.pk}/relief/").status_code == 302
    held.refresh_from_db()
    assert held.until is not None
    assert last(world).fact == "Relieved"


def test_nobody_appoints_themselves(client, world):
    data = {"person": world.administrator.pk, "title": "督查室主任", "role": "supervisor"}
    assert post(client, world.administrator, "wanghai/posts/", **data).status_code == 422
    assert not Person.objects.get(pk=world.administrator.pk).may_anywhere("verify")


@pytest.fixture
def scoped(world):
    """An administrator of 临港 alone."""
    person = Person.objects.create_user("scoped", "园区管理员")
    actions.appoint(person, world.units["lingang"], title="管理员", role="administrator", by=None)
    return person


def test_an_administrator_of_one_unit_keeps_that_unit_alone(client, world, scoped):
    assert post(client, scoped, "lingang/name/", name="临港片区", aliases="").status_code == 302
    assert post(client, scoped, "fagai/name/", name="改名", aliases="").status_code == 404
    assert post(client, scoped, "wanghai/units/", name="二期办", code="erqi", kind="department").status_code == 404


def test_an_administrator_of_one_unit_takes_over_nobody_elses_login(client, world, scoped):
    both = actions.appoint(world.supervisor, world.units["lingang"], title="联络员", role="reporter", by=None)
    before = Person.objects.get(pk=world.supervisor.pk).password
    assert post(client, scoped, f"lingang/posts/{both.pk}/password/").status_code == 403
    assert Person.objects.get(pk=world.supervisor.pk).password == before
