"""The half-year meeting of the demo district: its own-written minutes are read and what can be checked is assigned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from luoshi.demo import content
from luoshi.demo.world import World, turn_to
from luoshi.engine.periods import Period
from luoshi.loop.meetings.actions import Choice, assign, convene, take_minutes
from luoshi.loop.meetings.queries import outcomes
from luoshi.loop.stocktakes.actions import conclude, take_stock, word

AGENDA = (
    ("convey", "传达上级推进会精神", "沈知远"),
    ("brief", "通报三年行动进展情况", "林晓禾"),
    ("speech", "讲话", "周怀瑾"),
    ("remarks", "点评讲话并部署工作", "沈知远"),
)


def take_half_year_stock(world: World) -> None:
    """What the July meeting has before it: the half year computed, introduced and with proposals, then published."""
    stock = take_stock(world.plan, Period(world.plan.starts.year, "half", 1), by=world.supervisor)
    for place, text in content.STOCKTAKE:
        word(stock, by=world.supervisor, place=place, text=text, seen=0)
    stock.refresh_from_db()
    conclude(stock, by=world.supervisor, number="", language="zh-hans", looked=stock.entry)


def hold_half_year_meeting(world: World) -> Any:
    """Convene on 8 July, paste the minutes at 17:00, assign what names a unit and a day. Returns the meeting."""
    day = dt.date(world.plan.starts.year, 7, 8)
    turn_to(day, 17)
    meeting = convene(
        world.region,
        by=world.supervisor,
        code=f"{day.year}-07",
        title=content.MEETING_TITLE,
        held_at=timezone.make_aware(dt.datetime.combine(day, dt.time(9))),
        place="管委会第一会议室",
        chair="沈知远",
        agenda=[{"kind": kind, "title": title, "speaker": speaker} for kind, title, speaker in AGENDA],
        attendance=[{"name": person.name, "unit": "", "post": ""} for person in world.people.values()],
    )
    take_minutes(meeting, by=world.supervisor, text=content.MEETING, source="")
    turn_to(day, 17)
    assign(meeting, _choices(world, meeting), by=world.supervisor)
    return meeting


def _choices(world: World, meeting: Any) -> list[Choice]:
    by_code = world.units
    found = []
    for directive in outcomes(meeting):
        units = [by_code[code] for code in directive.unit_codes if code in by_code]
        if directive.state == "open" and directive.due and units:
            found.append(_choice(world, directive, units))
    return found


def _choice(world: World, directive: Any, units: list[Any]) -> Choice:
    return Choice(
        number=directive.number,
        title=directive.text.split("，")[-1][:60],
        lead_unit=units[0],
        supporting=units[1:],
        workstream=world.workstreams["xiangmu"],
        due=directive.due,
        details={"completion_mark": directive.measure or directive.text.split("，")[-1]},
    )


