"""What a unit does is hidden from another subtree: no page, figure, file, search or count tells a stranger of it."""

import pytest
from django.urls import reverse

from luoshi.core.organisation.models import Person
from tests.stories.desk import Desk
from tests.stories.secret import TITLE, define, keep, listed, parameters, timeless, written

# Every address is of one of these sorts; a new one belongs to the sort its view is meant for.
HIDDEN = listed("""
    matter gap reports report_echo evidence verification return stage amendment goal entry score
    meeting minutes assignment merger directives directive directive_parts directive_omission directive_restoration
    upload upload_columns upload_head upload_acceptance upload_cancellation upload_continuation upload_removal
    upload_refused gap_excel score_excel
""")  # of one matter, meeting, unit or person: they do not exist for a stranger
RESERVED = listed("""
    ledger matter_new meeting_new bulletin_new standing_publication period_closing worklist_view_removal
    stocktakes stocktake stocktake_words stocktake_computation stocktake_publication stocktake_word stocktake_pdf
    units_beneath unit_name unit_posts unit_people unit_relief unit_password outlook_publication
    indicator_new indicator_definition indicator_goal cascade_sheet ledger_excel
""")  # for certain roles, or for the person whose it is
SHARED = listed("""
    home today cockpit situation worklist worklist_sheet worklist_views meetings scorecard scorecard_period
    outlook outlook_calibration outlook_mine
    organisation unit rules rule targets indicator cascade neighbours sheets sheet sheet_blank sheet_rows
    targets_excel cascade_excel neighbours_excel situation_excel year_ends_excel finish_dates_excel scorecard_excel
""")  # everybody's, each with their own part of it
PUBLISHED = ["bulletins", "bulletin", "bulletin_file"]  # issued to the whole district, by name
ENTRANCE = listed("""
    account_login account_logout account_inactive account_reauthenticate account_change_password
    set_language
""")
INSIDE = HIDDEN + RESERVED + SHARED + PUBLISHED
REFUSED = {403, 404, 405}
TABLES = [name for name in SHARED if name.endswith("_excel")] + ["worklist_sheet"]
FILES = ("home", "sheet_blank", "sheet_rows", *TABLES)  # no pages
SHEET = {"sheet": {"code": "readings"}}

# What any of the forms would take, so that a refusal is about the person.
TYPED = {
    "grade": "A", "reason": "because", "value": "13", "done": "13", "period": "2026-03", "seen": "1", "title": "x",
    "code": "x", "held_at": "2026-04-03T09:00", "text": "临港产业园要在年底前完成。", "d": "1", "stage": "closed",
    "on": "2026-04-03", "parts": "x", "words": "x", "year": "2026", "goal": "5", "mark": "x", "language": "en",
    "name": "x", "query": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.UPLOADS_ROOT = tmp_path / "uploads"


@pytest.fixture
def secret(target, world):
    return keep(world)


@pytest.fixture
def nobody(world):
    """Somebody with a login and no post."""
    return Person.objects.create_user("guoke", "过客", None)


def test_every_address_is_of_a_known_sort():
    assert sorted(parameters()) == sorted(INSIDE + ENTRANCE)


def answers(desk, secret, names) -> dict[tuple[str, str], int]:
    """What each address answers to looking and to sending; none says more than the address itself did."""
    found = {}
    for name in names:
        url = secret.address(name)
        for method, data in (("get", {}), ("post", TYPED)):
            answer = getattr(desk.client, method)(url, data)
            told = answer.content.decode().replace(url, "")
            assert [trace for trace in secret.traces if trace in told] == [], url
            found[name, method] = answer.status_code
    return found


def test_a_stranger_is_told_that_it_does_not_exist(world, secret, desks):
    before, found = written(world), answers(desks["stranger"], secret, HIDDEN)
    assert {key: status for key, status in found.items() if status not in (404, 405)} == {}
    assert [name for name in HIDDEN if 404 not in (found[name, "get"], found[name, "post"])] == []
    assert written(world) == before


def test_what_is_hidden_looks_like_what_never_was(secret, desks):
    other = {"code": "x-9999", "made": 999_999, "pk": 999_999, "seq": 999_999, "unit": "nirgends"}
    stranger = desks["stranger"]
    for name in HIDDEN:
        here, nowhere = secret.address(name), secret.address(name, **other)
        for ask in (stranger.get, lambda url: stranger.post(url, **TYPED)):
            assert (ask(here).status, ask(here).text) == (ask(nowhere).status, ask(nowhere).text), name


def test_what_is_others_to_do_is_refused(world, secret, desks):
    before, found = written(world), answers(desks["stranger"], secret, RESERVED)
    assert {key: status for key, status in found.items() if status not in REFUSED} == {}
    assert written(world) == before


def test_without_a_post_nothing_is_there(world, secret, nobody):
    before, found = written(world), answers(Desk(nobody), secret, INSIDE)
    assert {key: status for key, status in found.items() if status not in REFUSED} == {}
    assert written(world) == before


def test_whoever_has_not_signed_in_is_led_to_the_entrance(world, secret):
    before, desk = written(world), Desk(None)
    for name in INSIDE:
        for method, data in (("get", {}), ("post", TYPED)):
            answer = getattr(desk.client, method)(secret.address(name), data)
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login")), name
    assert written(world) == before


def everything_shared(desk, addresses) -> dict[str, str]:
    """The words of every page that everybody has, and the rows of every Excel file."""
    found = {
        name: timeless(str(desk.sheet(url)) if name in TABLES else desk.see(url).text)
        for name, url in addresses.items()
    }
    return {**found, "sheet": timeless(str(desk.sheet(state="all")))}


def test_the_pages_of_a_stranger_say_what_they_said_before(target, world, desks):
    """No count, rank or figure moves: the strongest statement that nothing is told."""
    world.register("task", "望山护林", "wangshan")
    define(world)
    values = {"code": "wangshan", "name": "lights", "period": "2026-03", "number": 1, "year": 2026}
    pages = {
        name: reverse(name, kwargs={key: values[key] for key in parameters()[name]} | SHEET.get(name, {}))
        for name in SHARED if name not in FILES or name in TABLES
    }  # fmt: skip
    before = everything_shared(desks["stranger"], pages)
    secret = keep(world)
    after = everything_shared(desks["stranger"], pages)
    assert after == before
    assert "望山护林" in after["worklist"]
    assert [trace for trace in secret.traces if trace in str(after)] == []


def test_no_question_to_the_work_list_finds_it(secret, desks):
    code = secret.code
    questions = [
        {"q": TITLE}, {"q": code}, {"code": code}, {"parent": code}, {"origin": "berth-26"}, {"unit": "lingang"},
        {"kind": "target"}, {"report": "waiting"}, {"state": "all", "head": secret.made},
        {"light": "green", "sort": "code"},
    ]  # fmt: skip
    for question in questions:
        page, rows = desks["stranger"].see("/worklist/", **question), desks["stranger"].sheet(**question)
        said = [trace for trace in secret.traces if trace not in question.values()]
        assert [trace for trace in said if trace in page.text + str(rows)] == [], question
        assert "0 matters" in page.text, question
        assert [link for link in page.links() if link.startswith("/matters/")] == [], question


def test_no_earlier_moment_tells_it(secret, desks):
    for name in SHARED:
        stranger, url = desks["stranger"], secret.address(name)
        answer = stranger.client.get(url, {"head": secret.made}, follow=True)
        said = answer.getvalue().decode(errors="ignore")
        if name in TABLES and answer.status_code == 200:
            said = str(stranger.sheet(url, head=secret.made))
        assert [trace for trace in secret.traces if trace in said] == [], name


def test_whoever_sees_it_has_it_in_excel(secret, desks):
    """What strangers' files do not hold is there to be held."""
    said = str(desks["supervisor"].sheet(secret.address("worklist_sheet"))) + "".join(
        str(desks["supervisor"].sheet(secret.address(name))) for name in ("cascade_excel", "score_excel")
    )
    assert [trace for trace in (TITLE, secret.code, "13.37", "39.71") if trace not in said] == []


def test_the_unit_itself_finds_all_of_it(secret, desks):
    """What strangers do not see is there to be seen."""
    reporter = desks["reporter"]
    text = "".join(reporter.see(secret.address(name)).text for name in ("matter", "meetings", "meeting"))
    assert [trace for trace in secret.traces if trace not in text] == []
    assert reporter.file(secret.address("evidence")).startswith(b"%PDF")
