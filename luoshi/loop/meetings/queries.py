"""Questions about meetings: what was asked, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from luoshi.core.matters.models import Matter, MatterState, Tracked
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.queries import at
from luoshi.engine.gazetteer import is_general
from luoshi.loop.meetings.models import Assignment, Directive, Meeting, Minutes

WHOLE = 10000
LATELY = 12  # meetings


@dataclass(frozen=True)
class Origin:
    """The sentence from which a matter came; `url` leads to it in the minutes."""

    meeting: Meeting
    number: int
    text: str
    speaker: str
    url: str


@dataclass(frozen=True)
class Outcome:
    """One directive and what became of it. `state`: open, vague, dropped or assigned; `why` it was
    dropped.

    `matters` are rows with light and completion as of the head asked for, the gathering one before its
    parts; `hidden` counts those that the asking person may not see. `units` are phrases as written.
    """

    number: int
    start: int
    end: int
    text: str
    speaker: str
    units: list[str]
    deadline: str
    due: dt.date | None
    measure: str
    vague: bool
    state: str
    why: str
    general: bool
    unit_codes: list[str] = field(default_factory=list)
    matters: list[Tracked] = field(default_factory=list)
    hidden: int = 0
    entry: int = 0
    made: int = 0

    @property
    def may_be_chosen(self) -> bool:
        return self.state in ("open", "vague")


@dataclass
class Result:
    """A meeting's directives by state, and its matters by light; a gathering matter counts, its parts do
    not.
    """

    directives: int = 0
    vague: int = 0
    dropped: int = 0
    assigned: int = 0
    done: int = 0
    lights: dict[str, int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        return self.directives - self.vague - self.dropped - self.assigned

    @property
    def matters(self) -> int:
        return sum(self.lights.values())


def meetings(person: Person, region: Unit, head: int | None = None) -> QuerySet[Meeting]:
    """The meetings a person may read in a district, the last held first."""
    found = Meeting.objects.visible_to(person).filter(region=region).at(head)
    return found.select_related("unit", "region").order_by("-held_at", "-pk")


@dataclass(frozen=True)
class Waiting:
    """A meeting of which `count` directives can be assigned as they stand and were not."""

    code: str
    title: str
    count: int

    @property
    def url(self) -> str:
        return f"{reverse('meeting', args=[self.code])}#list"


def waiting(person: Person, region: Unit) -> list[Waiting]:
    """Of the meetings held last, those whose directives wait for this person to assign them: one query."""
    lately = Meeting.objects.assignable_by(person).filter(region=region).order_by("-held_at", "-pk")
    given = Assignment.objects.filter(meeting=OuterRef("meeting"), number=OuterRef("number"))
    rows = Directive.objects.filter(meeting__in=lately.values("pk")[:LATELY], superseded=None, vague=False, dropped="")
    rows = rows.filter(~Exists(given)).order_by("-meeting__held_at", "-meeting")
    found = rows.values_list("meeting__code", "meeting__title").annotate(n=Count("pk"))
    return [Waiting(code, title, n) for code, title, n in found]


def last_meeting(region: Unit, before: int | None = None) -> Meeting | None:
    """The district's own meeting that was held last, of those entered up to entry `before`."""
    found = Meeting.objects.filter(region=region, unit=region).at(before)
    return found.select_related("unit", "region").order_by("-held_at", "-pk").first()


def held_since(region: Unit, day: dt.date, before: int | None = None) -> list[Meeting]:
    """The district's own meetings held since a day, or the last one held, of those entered up to entry `before`."""
    found = Meeting.objects.filter(region=region, unit=region).at(before)
    rows = list(found.select_related("unit", "region").order_by("-held_at", "-pk")[:LATELY])
    return [row for row in rows if timezone.localdate(row.held_at) >= day] or rows[:1]


def minutes_of(meeting: Meeting, head: int | None = None) -> Minutes | None:
    """The text in force now or at entry `head`."""
    return _at(Minutes.objects.filter(meeting=meeting), head).first()


def origin_of(matter: Matter | MatterState) -> Origin | None:
    """The sentence a matter came from, or None for one that was put on the list otherwise."""
    code, _, number = matter.origin.partition("#")
    if not number.isdecimal():
        return None
    directive = (
        Directive.objects.filter(
            meeting__region=matter.plan.region_id, meeting__code=code, number=int(number), superseded=None
        )
        .select_related("meeting")
        .first()
    )
    if directive is None:
        return None
    url = f"{reverse('meeting', args=[code])}#s{number}"
    return Origin(directive.meeting, directive.number, directive.text, directive.speaker, url)


def outcomes(meeting: Meeting, head: int | None = None, *, seen_by: Person | None = None) -> list[Outcome]:
    """Every directive of a meeting as of `head`, in the order of the text: three queries.

    With `seen_by`, matters that person may not see are counted, not shown.
    """
    given: dict[int, list[Assignment]] = {}
    for row in _given(meeting, head):
        given.setdefault(row.number, []).append(row)
    keys = [row.matter_id for rows in given.values() for row in rows]
    seen = _matters(keys, head, seen_by)
    directives = Directive.objects.filter(meeting=meeting).at(head).order_by("start", "number")
    return [_outcome(directive, given.get(directive.number, []), seen) for directive in directives]


def results(found: Iterable[Meeting], head: int | None = None) -> dict[int, Result]:
    """Meeting key → its result: two queries for any number of meetings."""
    keys = [meeting.pk for meeting in found]
    found_results = {key: Result() for key in keys}
    assigned = Assignment.objects.filter(meeting=OuterRef("meeting"), number=OuterRef("number"))
    assigned = assigned if head is None else assigned.filter(made__lte=head)
    rows = Directive.objects.filter(meeting__in=keys).at(head).annotate(given=Exists(assigned)).order_by()
    for key, vague, given, left, n in (
        rows.annotate(left=~Q(dropped="")).values_list("meeting", "vague", "given", "left").annotate(n=Count("pk"))
    ):
        result = found_results[key]
        result.directives += n
        name = "assigned" if given else "dropped" if left else "vague" if vague else ""
        if name:
            setattr(result, name, getattr(result, name) + n)
    for key, light, completion, closed in _lights(keys, head):
        lights = Counter(found_results[key].lights)
        lights[light] += 1
        found_results[key].lights = dict(lights)
        found_results[key].done += closed is not None or (completion or 0) >= WHOLE
    return found_results


def _lights(keys: Sequence[int], head: int | None) -> QuerySet[Assignment, tuple]:
    """(meeting, light, completion, closed on) of every matter that is not a part of a gathering one."""
    rows = Assignment.objects.filter(meeting__in=keys).order_by()
    if head is None:
        own = rows.exclude(matter__parent__origin=F("matter__origin"))
        return own.values_list("meeting", "matter__light", "matter__completion", "matter__closed_on")
    then = Q(matter__states__made__lte=head) & (
        Q(matter__states__superseded=None) | Q(matter__states__superseded__gt=head)
    )
    own = rows.filter(then, made__lte=head).exclude(matter__parent__origin=F("matter__origin"))
    return own.values_list(
        "meeting", "matter__states__light", "matter__states__completion", "matter__states__closed_on"
    )


def _given(meeting: Meeting, head: int | None) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(meeting=meeting)
    return (rows if head is None else rows.filter(made__lte=head)).order_by("number", "pk")


def _matters(keys: Sequence[int], head: int | None, person: Person | None) -> dict[int, Tracked]:
    """Matter key → its row now or as of `head`, of those the person may see (all for None)."""
    if head is None:
        rows = Matter.objects.filter(pk__in=keys)
        rows = rows.visible_to(person) if person else rows
        return {row.pk: row for row in rows.select_related("lead_unit")}
    states = MatterState.objects.at(head).filter(matter__in=keys)
    states = states.visible_to(person) if person else states
    return {state.matter_id: state for state in states.select_related("lead_unit")}


def _outcome(directive: Directive, given: list[Assignment], seen: dict[int, Tracked]) -> Outcome:
    state = "assigned" if given else "dropped" if directive.dropped else "vague" if directive.vague else "open"
    visible = [seen[row.matter_id] for row in given if row.matter_id in seen]
    phrases = directive.phrases
    return Outcome(
        number=directive.number,
        start=directive.start,
        end=directive.end,
        text=directive.text,
        speaker=directive.speaker,
        units=phrases,
        deadline=directive.deadline,
        due=directive.due,
        measure=directive.measure,
        vague=directive.vague,
        state=state,
        why=directive.dropped,
        general=any(map(is_general, phrases)),
        unit_codes=directive.unit_codes,
        matters=visible,
        hidden=len(given) - len(visible),
        entry=given[-1].made if given else 0,
        made=directive.made,
    )


def _at(rows: QuerySet[Minutes], head: int | None) -> QuerySet[Minutes]:
    return rows.filter(superseded=None) if head is None else rows.filter(at(head))
