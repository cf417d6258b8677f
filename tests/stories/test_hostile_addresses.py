"""An address that nobody sane would type is answered with a page."""

from urllib.parse import quote

import pytest

from tests.stories.secret import define, written

WORDS = [
    "'; DROP TABLE matters;--", "\x00", "<script>alert(1)</script>", "-1", "0", "1.5", "9" * 20, "9" * 5000, "²", "१",
    "NaN", "../../etc/passwd", "啊" * 400, "%", "_", "\\", "\u202e", "[]", "{{7*7}}", "2026-13", "1900-01", "2999-12",
    "None", "all",
]  # fmt: skip
WORST = ["\x00", "-1", "9" * 20, "9" * 5000, "²"]
RAW = ["%ff%fe", "%00", "%", "%ED%A0%80", "&&&==", "a=1&" * 1200]
NAMES = {
    "/worklist/": "q light kind workstream unit due due_from due_to stage report state mine origin parent code sort col"
    " page head",
    "/worklist.xlsx": "q sort col head due_from code",
    "/worklist/views/": "q page",
    "/ledger.xlsx": "fact subject by before entry head",
    "/ledger/": "fact subject by before entry head",
    "/cockpit/": "head",
    "/situation.xlsx": "period sort page head",
    "/situation/M-0001.xlsx": "period head",
    "/situation/": "period sort page head",
    "/situation/M-0001/": "period head",
    "/today/": "head page",
    "/outlook/": "kind unit page head",
    "/outlook/year-ends.xlsx": "kind unit page head",
    "/outlook/finish-dates.xlsx": "kind unit head",
    "/outlook/calibration/": "head",
    "/outlook/mine/": "head person",
    "/meetings/": "page head",
    "/scorecard/": "head",
    "/scorecard/2026-03.xlsx": "head",
    "/scorecard/2026-03/lingang.xlsx": "page head",
    "/scorecard/2026-03/lingang/": "page head",
    "/bulletins/": "page head",
    "/bulletins/new/": "period mark language",
    "/stocktakes/": "head page period",
    "/organisation/": "head page",
    "/targets.xlsx": "q nature workstream unit page head year",
    "/targets/1/cascade/2026.xlsx": "head",
    "/targets/": "q nature workstream unit page head year",
    "/targets/1/": "head year page",
    "/targets/1/cascade/2026/": "head",
    "/sheets/": "page head",
    "/neighbours.xlsx": "indicator period by group page head",
    "/neighbours/": "indicator period by group page head",
    "/rules/": "head",
    "/matters/M-0001/": "head page entry reports",
    "/matters/M-0001/reports/": "period head",
    "/worklist/new/": "kind",
    "/meetings/new/": "kind",
}
PATHS = [
    "/matters/{}/", "/matters/{}/reports/", "/matters/M-0001/reports/{}/verification/", "/evidence/{}/x",
    "/evidence/1/{}", "/ledger/{}/", "/meetings/{}/", "/meetings/2026-07/directives/{}/", "/scorecard/{}/",
    "/scorecard/2026-03/{}/", "/bulletins/{}/", "/bulletins/{}/bulletin.docx", "/organisation/{}/", "/rules/{}/",
    "/situation/{}/", "/outlook/{}/", "/stocktakes/{}/", "/stocktakes/{}/stocktake.pdf",
    "/outlook/{}/publication/", "/targets/{}/", "/targets/1/goals/{}/", "/targets/1/cascade/{}/", "/sheets/{}/",
    "/sheets/uploads/{}/", "/{}", "/situation/{}.xlsx", "/scorecard/{}.xlsx", "/scorecard/2026-03/{}.xlsx",
    "/targets/{}/cascade/2026.xlsx", "/targets/1/cascade/{}.xlsx",
]  # fmt: skip
SCORES = ("/scorecard/{}/", "/scorecard/{}/lingang/", "/scorecard/{}.xlsx", "/scorecard/{}/lingang.xlsx")
PERIODS = [
    "1900-01", "1900", "1900Q1", "1900H1", "1901-01", "2998-12", "2999-12", "2999", "2999Q4", "2999H2", "0000-00",
    "2026Q5", "2026H3", "3000-01",
]  # fmt: skip


def answered(client, url: str) -> str:
    """What is wrong with the answer; a broken server raises here by itself."""
    answer = client.get(url)
    if answer.status_code not in (200, 302, 400, 404, 405):
        return f"{answer.status_code} {url[:120]}"
    return f"script {url[:120]}" if b"<script>alert" in answer.getvalue() else ""


def asked(names: list[str], word: str) -> str:
    return "&".join(f"{name}={quote(word)}" for name in names)


@pytest.mark.parametrize(("who", "pages"), [("supervisor", list(NAMES)), ("reporter", ["/worklist/", "/today/"])])
def test_every_question_is_answered(world, target, desks, who, pages):
    """Every word everywhere at once, and the worst of them alone in each place."""
    define(world)
    client, before = desks[who].client, written(world)
    urls = [f"{page}?{asked(NAMES[page].split(), word)}" for page in pages for word in WORDS]
    urls += [f"{page}?{asked([name], word)}" for page in pages for name in NAMES[page].split() for word in WORST]
    urls += [f"{page}?{raw}" for page in pages for raw in RAW]
    assert [wrong for url in urls if (wrong := answered(client, url))] == []
    assert written(world) == before


def test_every_address_is_answered(world, target, desks):
    define(world)
    client, before = desks["supervisor"].client, written(world)
    urls = [path.format(quote(word, safe="")) for path in PATHS for word in WORDS]
    urls += [path.format(period) for path in SCORES for period in PERIODS]
    assert [wrong for url in urls if (wrong := answered(client, url))] == []
    assert written(world) == before
