"""Signing in: a closed house, and a way out for whoever holds no post."""

import pytest
from django.core.exceptions import ValidationError

from luoshi.core.ledger.actions import establish, relieve, rename
from luoshi.core.ledger.queries import entries
from luoshi.core.organisation.models import Person


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "password/set/"])
def test_nobody_registers_or_resets_by_themselves(client, db, path):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_the_sign_in_page_offers_no_way_that_leads_nowhere(client, db):
    page = client.get("/accounts/login/").content.decode()
    assert "password/reset" not in page
    assert "signup" not in page


def test_a_person_changes_the_own_password(client, world):
    world.reporter.set_password("first-password-1")
    world.reporter.save()
    client.force_login(world.reporter)
    assert "/accounts/password/change/" in client.get("/today/").content.decode()
    said = {"oldpassword": "first-password-1", "password1": "second-password-2", "password2": "second-password-2"}
    client.post("/accounts/password/change/", said)
    world.reporter.refresh_from_db()
    assert world.reporter.check_password("second-password-2")


def test_somebody_relieved_is_told_so_and_can_sign_out(client, world):
    relieve(world.stranger.posts_held[0], by=world.administrator)
    client.force_login(Person.objects.get(pk=world.stranger.pk))
    page = client.get("/today/")
    assert page.status_code == 404
    assert "您目前没有任职" in page.content.decode()
    assert "/accounts/logout/" in page.content.decode()


def test_two_units_never_share_a_name(world):
    before = entries(world.region.pk).count()
    with pytest.raises(ValidationError) as refused:
        establish(world.region, code="fagai2", name="发展改革局", kind="department", by=world.administrator)
    assert "name" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        rename(world.units["lingang"], name="临港产业园", aliases=["发改局"], by=world.administrator)
    assert "aliases" in refused.value.message_dict
    rename(world.units["lingang"], name="临港产业园", aliases=["临港园区"], by=world.administrator)
    assert entries(world.region.pk).count() == before + 1
