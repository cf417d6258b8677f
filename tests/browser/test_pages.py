"""Every page, in both languages, on a desk and on a phone: nobody is shut out, nothing spills, nothing complains."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from luoshi.core.ledger.actions import report, reportable_periods
from luoshi.core.matters.models import Matter
from luoshi.demo import content
from luoshi.demo.world import proof_of
from luoshi.engine.periods import Period, last_closed
from luoshi.kinds.target.actions import Definition, Figure, Row, cascade, compare, define
from luoshi.loop.bulletins.actions import issue
from luoshi.loop.meetings.actions import Choice, assign, convene, take_minutes
from luoshi.loop.stocktakes.actions import conclude, take_stock, word

PAGES = {
    "linxiaohe": """
        /situation/ /situation/M-0001/ /targets/ /targets/new/ /targets/1/ /targets/1/definition/
        /targets/1/goals/{year}/ /targets/1/cascade/{year}/ /targets/1/cascade/{year}/sheet/ /targets/2/
        /neighbours/ /neighbours/?indicator=1&by=level /sheets/ /sheets/neighbours/ /sheets/targets/
        / /cockpit/ /worklist/ /worklist/?state=all&sort=-deviation&q=投资 /worklist/?q=%20nothing /worklist/views/
        /worklist/new/ /today/ /matters/M-0002/ /matters/M-0002/?head=25 /matters/T-0001/ /matters/M-0002/stage/
        /matters/M-0002/goal/ /matters/M-0002/amendment/ /meetings/ /meetings/new/ /meetings/tuijin/
        /meetings/tuijin/minutes/ /meetings/leer/minutes/ /meetings/tuijin/assignment/?d=2&d=3
        /meetings/tuijin/directives/2/ /scorecard/
        /scorecard/{period}/ /scorecard/{period}/lingang/ /bulletins/ /bulletins/new/ /bulletins/{bulletin}/ /ledger/
        /stocktakes/ /stocktakes/{stocktake}/ /stocktakes/{published}/
        /ledger/30/ /organisation/ /organisation/lingang/ /rules/ /rules/lights/ /rules/rubric/ /worklist/?head=25
        /outlook/ /outlook/?kind=task&unit=lingang /outlook/calibration/ /outlook/mine/
    """,
    "hemiao": """
        /today/ /matters/T-0001/reports/ /matters/M-0002/reports/ /worklist/ /matters/T-0001/ /outlook/mine/ /nirgends/
        /situation/ /targets/ /targets/1/ /targets/1/cascade/{year}/ /neighbours/?indicator=1 /sheets/readings/
    """,
    "xitong": "/organisation/lingang/ /rules/lights/",
    "": "/accounts/login/",
}  # fmt: skip
# Latin words that are no leftovers: names of files, of the language itself, of standards and of hashes.
NAMES = re.compile(r"[\w.-]+\.(pdf|docx|txt|xlsx|jpg|png)|bin/luoshi [a-z ]+|GB/T \d+|SHA-?256|sha256", re.IGNORECASE)
ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


@pytest.fixture
def everything(district):
    """Something on every page: a meeting half assigned, one without minutes, a report that waits, a bulletin."""
    by, plan, month = district.supervisor, district.plan, last_closed(timezone.localdate())
    held_at = timezone.make_aware(dt.datetime.combine(month.start, dt.time(9)))
    for code in ("leer", "tuijin"):
        meeting = convene(district.region, by=by, code=code, title="推进会议", held_at=held_at, chair="沈知远")
    take_minutes(meeting, by=by, text=content.MEETING)
    choice = Choice(
        number=1,
        title="补链项目",
        lead_unit=district.units["lingang"],
        workstream=district.workstreams["xiangmu"],
        due=plan.ends,
        details={"completion_mark": "清单销号"},
    )
    assign(meeting, [choice], by=by)
    matter = Matter.objects.select_related("plan", "lead_unit").get(code="M-0002")
    proof, period = proof_of(matter, month), reportable_periods(matter)[0]
    report(matter, by=district.reporter, period=period, values={"value": 10**11}, token="t", evidence=[proof])
    measured(district, month)
    bulletin = issue(plan, month, by=by, mark="望督", language="zh-hans")
    stocktake, done = (take_stock(plan, period, by=by) for period in (Period.of(month.start, "year"), month))
    word(stocktake, by=by, place="opening", text="先说几句。", seen=0)
    conclude(done, by=by, number="望督〔2026〕1号", language="zh-hans", looked=done.entry)
    codes = {"bulletin": bulletin.code, "stocktake": stocktake.code, "published": done.code}
    return {"period": str(month), "year": month.year, **codes}


def measured(district, month):
    """Two indicators, one a rate; a cascade that does not sum; what neighbours published, one figure missing."""
    by, plan, unit = district.supervisor, district.plan, district.units["fagai"]
    said = {"lead_unit": unit, "source": "统计联网直报"}
    define(plan, Definition(name="固定资产投资完成额", unit_label="亿元", **said), by=by)
    define(plan, Definition(name="工业增速", unit_label="%", nature="rate", due_days=20, **said), by=by)
    region, yi = district.region, 10**10
    rows = [
        Row(holder="望海市", name="望海市", level="city", own=900 * yi),
        Row(holder=region.code, name=region.name, level="district", superior="望海市", assigned=110 * yi),
        Row(holder="lingang", name="临港产业园", level="unit", superior=region.code, assigned=130 * yi, base=99 * yi),
    ]
    cascade(plan, "固定资产投资完成额", month.year, rows, by=by, reason="分解")
    figures = [
        Figure(peer="云岭新区", group="新区", value=90 * yi, growth=520, goal=110 * yi),
        Figure(peer="江澜新区", group="新区"),
        Figure(peer=region.name, group="新区", value=95 * yi, growth=480),
    ]
    compare(plan, "固定资产投资完成额", month, figures, by=by, source="市统计局月报")


def english_in(texts: list[str]) -> list[str]:
    """Pieces of a Chinese page in which English words follow each other."""
    return sorted({f"English: {text}" for text in texts if ENGLISH.search(NAMES.sub("", text))})


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("zh-hans", 390), ("en", 1280), ("en", 390)])
def test_every_page_is_for_everybody(visit, everything, language, width):
    """Axe looks at each page once in each language and once at each width."""
    looks = (language, width) in (("zh-hans", 1280), ("en", 390))
    found = []
    for login, pages in PAGES.items():
        visitor = visit(login, language=language, width=width)
        for path in pages.format(**everything).split():
            answer = visitor.go(path)
            assert answer.status == (404 if "nirgends" in path else 200), path
            if answer.status == 404:
                visitor.troubles.clear()  # the browser reports the answer itself
            faults = visitor.faults(looks) + (english_in(visitor.texts()) if language == "zh-hans" else [])
            found += [f"{login} {path}: {fault}" for fault in faults]
    assert not found, "\n".join(["", *found])
