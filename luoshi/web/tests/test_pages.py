import pytest
from django import forms
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation


class Report(forms.Form):
    value = forms.CharField(label="Total so far", help_text="As on the sealed form.")
    how = forms.ChoiceField(label="How", choices=[("a", "by month")], widget=forms.RadioSelect)
    photo = forms.FileField(label="Photograph", required=False)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def page(name, **context):
    return render_to_string(name, context, request=RequestFactory().get("/"))


def test_a_field_is_tied_to_its_help_and_its_error():
    html = page("web/_field.html", field=Report({})["value"], unit="km")
    assert 'aria-describedby="id_value_helptext id_value_error"' in html
    assert 'id="id_value_error"' in html
    assert 'id="id_value_helptext"' in html
    assert "optional" not in html


def test_what_may_stay_empty_says_so():
    assert "optional" in page("web/_field.html", field=Report()["photo"])


def test_a_refused_form_names_the_fields_and_leads_to_them():
    html = page("web/_errors.html", form=Report({}))
    assert "2 things are missing or wrong. Nothing was saved." in html
    assert 'href="#id_value">Total so far</a>' in html
    assert 'href="#id_how">How</a>' in html
    assert 'id="id_how"' in page("web/_field.html", field=Report({})["how"])


def test_what_is_no_fault_of_a_field_has_a_heading_of_its_own():
    form = Report({"value": "1", "how": "a"})
    form.add_error(None, "Somebody verified it meanwhile.")
    html = page("web/_errors.html", form=form)
    assert "<h2>It was not done.</h2>" in html
    assert "<li>Somebody verified it meanwhile.</li>" in html
    assert "missing or wrong" not in html


def test_a_form_without_errors_says_nothing():
    assert page("web/_errors.html", form=Report()).strip() == ""


def test_an_earlier_time_is_said_and_can_be_left():
    html = page("web/_earlier.html", earlier={"when": "2026-07-31 18:00", "entry": "12,345", "url": "/list/"})
    assert "You are looking at 2026-07-31 18:00, entry 12,345." in html
    assert '<a href="/list/">Return to the latest</a>' in html


def test_the_page_of_a_broken_server_needs_nothing_that_could_be_broken():
    html = get_template("500.html").render()
    assert "Nothing was saved by this step" in html
    assert "<form" not in html


@pytest.mark.parametrize("name", ["account/login.html", "account/logout.html", "allauth/layouts/base.html"])
def test_signing_in_looks_like_the_house(name):
    assert "/luoshi/web/templates/" in get_template(name).origin.name
