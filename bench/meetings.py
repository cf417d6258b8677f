"""Meetings of the bench's district, through their room's actions, and what was assigned from them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.utils import timezone

from bench.chronicle import Chronicle, Life
from bench.pour import Spout
from luoshi.demo import content
from luoshi.demo.world import World
from luoshi.loop.meetings.actions import convene, take_minutes
from luoshi.loop.meetings.models import Assignment, Directive, Meeting

MOST, EACH = 60, 3  # meetings; matters a directive


class Meetings:
    """One meeting a week before the plan began: `origins` are what matters may come from."""

    def __init__(self, world: World, matters: int) -> None:
        self.assignments = Spout(Assignment, "meeting_id number matter_id made")
        self.spouts = [self.assignments]
        first = dt.datetime.combine(world.plan.starts, dt.time(9), tzinfo=timezone.get_default_timezone())
        for week in range(min(MOST, 2 + matters // 400), 0, -1):
            held_at = first - dt.timedelta(weeks=week)
            meeting = convene(
                world.region,
                by=world.supervisor,
                code=f"hy-{held_at:%Y%m%d}",
                title=content.MEETING_TITLE,
                held_at=held_at,
                place="一号会议室",
                chair="沈知远",
            )
            take_minutes(meeting, by=world.supervisor, text=content.MEETING)
        told = (
            Directive.objects.filter(superseded=None).order_by("meeting", "number").select_related("meeting")
        )
        self.origins = [directive.origin for directive in told for _ in range(EACH)]
        self.keys = dict(Meeting.objects.values_list("code", "pk"))

    def assign(self, lives: list[Life], book: Chronicle) -> None:
        """Say of the matters with an origin that they were assigned."""
        given: dict[str, list[Life]] = defaultdict(list)
        for life in lives:
            if life.origin:
                given[life.origin].append(life)
        for origin, theirs in given.items():
            code, _, number = origin.partition("#")
            told = {
                "subject": code,
                "number": int(number),
                "matters": [life.code for life in theirs],
                "units": [],
            }
            made = book.write("Assigned", told, "linxiaohe", "林晓禾")
            for life in theirs:
                self.assignments.add(self.keys[code], int(number), life.pk, made)
