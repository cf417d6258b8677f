"""Defining indicators, cascading their targets, taking in what peers published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.core.ledger import facts
from luoshi.core.ledger.actions.lengths import too_long
from luoshi.core.ledger.actions.who import named, require
from luoshi.core.ledger.book import Entry, locked, record
from luoshi.core.matters.models import Cadence, Direction, Nature
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.plan.models import Plan
from luoshi.engine import cascade as arithmetic
from luoshi.engine.periods import Period
from luoshi.kinds.target import called
from luoshi.kinds.target.models import Indicator, Level, PeerReading, Scope, Share, Target
from luoshi.kinds.target.queries import group_of, indicator_named
from luoshi.web.words import listed

LATEST_PUBLICATION = 120  # days


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What one must say to define an indicator."""

    name: str
    unit_label: str
    lead_unit: Unit
    nature: str = Nature.CUMULATIVE
    direction: str = Direction.MORE
    sums: bool = True
    source: str = ""
    cadence: str = Cadence.MONTH
    due_days: int = 5


@transaction.atomic
def define(plan: Plan, said: Definition, *, by: Person, reason: str = "") -> Indicator:
    """Define an indicator, or define it anew with a reason. Needs `assign` over the district. What stands so already
    is not written.

    Once a target counts it, its unit of measure, nature and direction stay what they are.
    """
    require(by, "assign", plan.region)
    book = locked(plan.region_id)
    before = indicator_named(plan, said.name.strip())
    if problems := _problems(plan, said, before, reason):
        raise ValidationError(problems)
    last = Indicator.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    fact = facts.Defined(
        subject=said.name.strip(), plan=plan.pk, number=before.number if before else last + 1,
        unit_label=said.unit_label.strip(), nature=said.nature, direction=said.direction,
        sums=said.sums and said.nature != Nature.RATE, source=said.source.strip(), lead_unit=named(said.lead_unit),
        cadence=said.cadence, due_days=said.due_days, reason=reason.strip(),
    )
    if before is None or _says(before) != _says(fact):
        record(fact, book=book, by=by)
    return Indicator.objects.get(plan=plan, name=fact.subject, superseded=None)


def _says(definition: Indicator | facts.Defined) -> tuple[object, ...]:
    """What a definition says, whoever said it and why."""
    lead = definition.lead_unit
    parts = (*FIXED, "sums", "source", "cadence", "due_days")
    return lead["code"] if isinstance(lead, dict) else lead.code, *(getattr(definition, part) for part in parts)


FIXED = ("unit_label", "nature", "direction")


def _problems(plan: Plan, said: Definition, before: Indicator | None, reason: str) -> dict[str, str]:
    problems = unfit(plan, said)
    if before and not reason.strip():
        problems["reason"] = _("Give the reason: it stands in the timeline.")
    if before and Target.objects.filter(indicator=before.name, matter__plan=plan).exists():
        for name in FIXED:
            if getattr(said, name) != getattr(before, name):
                problems[name] = str(COUNTED)
    return problems


COUNTED = gettext_lazy("Targets count this already. Define another indicator instead.")


def unfit(plan: Plan, said: Definition) -> dict[str, str]:
    """Why an indicator cannot be defined so, by field, whatever stands already. Asks nothing of the database."""
    problems = too_long(Indicator, name=said.name.strip(), unit_label=said.unit_label.strip(), source=said.source)
    if not said.name.strip():
        problems["name"] = _("Name the indicator, as the statistics call it.")
    if not said.unit_label.strip():
        problems["unit_label"] = _("Say in what it is counted, such as 亿元 or %.")
    if said.unit_label.strip() in called.MULTIPLES:
        problems["unit_label"] = _("This says how many, not of what. Write 亿元 and the like.")
    if said.nature == Nature.RATE and said.unit_label.strip() != "%":
        problems["unit_label"] = _("A growth rate is counted in %.")
    if not 0 <= said.due_days <= LATEST_PUBLICATION:
        problems["due_days"] = _("Between 0 and %(most)s days after the period's end.") % {"most": LATEST_PUBLICATION}
    if not said.lead_unit.path.startswith(plan.region.path):
        problems["lead_unit"] = _("Choose a unit of this district.")
    return problems


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a cascade as it is to stand; figures are stored integers of the indicator's unit."""

    holder: str
    name: str
    level: str
    superior: str = ""
    assigned: int | None = None
    own: int | None = None
    base: int | None = None
    place: int = 0


@transaction.atomic
def cascade(
    plan: Plan, indicator: str, year: int, rows: Sequence[Row], *, by: Person, reason: str, whole: bool = False
) -> Entry | None:
    """Set rows of an indicator's cascade for a year. Needs `assign` over the district.

    `whole`: these rows are all of it, others are taken out. What stands so already is not written; None where nothing
    is left to write. A holder with a target of its own says its own figure by that target's goal: `own` is refused.
    """
    require(by, "assign", plan.region)
    book = locked(plan.region_id)
    found = indicator_named(plan, indicator)
    if found is None:
        raise ValidationError({"indicator": _("There is no indicator of this name. Define it first.")})
    standing = {share.holder: share for share in _standing(plan, indicator, year)}
    taken_out = [share for holder, share in standing.items() if whole and holder not in {row.holder for row in rows}]
    kept = {} if whole else {holder: _row(share) for holder, share in standing.items()}
    _check_rows([*{**kept, **{row.holder: row for row in rows}}.values()], rows)
    _check_own(plan, indicator, rows)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: it stands in the timeline.")})
    changed = [row for row in rows if row.holder not in standing or _row(standing[row.holder]) != row]
    if not changed and not taken_out:
        return None
    fact = facts.Cascaded(
        subject=indicator, plan=plan.pk, year=year, rows=[asdict(row) for row in changed],
        removed=[{"holder": share.holder, "name": share.name} for share in taken_out], reason=reason.strip(),
    )
    return record(fact, book=book, by=by)


def _standing(plan: Plan, indicator: str, year: int) -> Iterable[Share]:
    return Share.objects.filter(plan=plan, indicator=indicator, year=year, superseded=None)


def _row(share: Share) -> Row:
    return Row(**{name: getattr(share, name) for name in Row.__dataclass_fields__})


def _check_rows(after: Sequence[Row], said: Sequence[Row]) -> None:
    found = [problem for problem in cascaded(after, Nature.CUMULATIVE).problems if problem.code in ARITHMETIC]
    problems = [ARITHMETIC[problem.code] % {"names": listed(problem.keys)} for problem in found]
    if twice := [holder for holder, count in Counter(row.holder for row in said).items() if count > 1]:
        problems.append(ARITHMETIC["duplicate"] % {"names": listed(twice)})
    if unknown := [row.name for row in said if row.level not in Level.values]:
        problems.append(_("The level of %(names)s is not one of a cascade.") % {"names": listed(unknown)})
    if problems:
        raise ValidationError({"rows": problems})


def _check_own(plan: Plan, indicator: str, rows: Sequence[Row]) -> None:
    """A figure is typed once: whoever has a target says its own figure by that target's goal."""
    said = {row.holder: row.name for row in rows if row.own is not None}
    targets = Target.objects.filter(indicator=indicator, matter__plan=plan, matter__closed_on=None)
    held = {
        lead if scope == Scope.UNIT else plan.region.code
        for scope, lead in targets.values_list("scope", "matter__lead_unit__code")
    }
    if twice := [name for holder, name in said.items() if holder in held]:
        told = _("%(names)s: the own figure is the goal of a target here. Set that goal anew instead.")
        raise ValidationError({"rows": told % {"names": listed(twice)}})


# What the arithmetic shows and does not forbid, such as two that derive from nobody, is left to the page.
ARITHMETIC = {
    "duplicate": gettext_lazy("These stand twice: %(names)s. Keep one row of each."),
    "unknown_superior": gettext_lazy("%(names)s: no row says what this superior holds. Add one, or name another."),
    "cycle": gettext_lazy("%(names)s derive from each other in a circle."),
}


def cascaded(rows: Iterable[Row | Share], nature: str, *, sums: bool = False) -> arithmetic.Cascade:
    """The arithmetic of these rows, as `engine.cascade` has it."""
    nodes = [arithmetic.Node(r.holder, r.superior or None, r.assigned, r.own, r.base, r.level) for r in rows]
    return arithmetic.cascade(nodes, nature, sums=sums)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What a peer published: stored integers of the indicator's unit, growth in basis points; None where nothing is."""

    peer: str
    group: str = ""
    value: int | None = None
    growth: int | None = None
    goal: int | None = None


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What one source published of an indicator for a period."""

    indicator: str
    period: Period
    figures: Sequence[Figure]
    source: str


def compare(
    plan: Plan, indicator: str, period: Period, figures: Sequence[Figure], *, by: Person, source: str, reason: str = ""
) -> Entry | None:
    """Take in what peers published of an indicator for a period. Needs `assign` over the district.

    A peer without a group keeps the one it has. What stands so already is not written; None where nothing is left.
    """
    said = Publication(indicator=indicator, period=period, figures=figures, source=source)
    return next(iter(compare_all(plan, [said], by=by, reason=reason)), None)


@transaction.atomic
def compare_all(plan: Plan, said: Sequence[Publication], *, by: Person, reason: str = "") -> list[Entry]:
    """The same of many at once, an entry each; what stands is read in three queries, whatever their number.

    Raises ValidationError where one of them cannot be taken; then none is.
    """
    require(by, "assign", plan.region)
    book = locked(plan.region_id)
    names = {one.indicator for one in said}
    if names - set(Indicator.objects.filter(plan=plan, superseded=None, name__in=names).values_list("name", flat=True)):
        raise ValidationError({"indicator": _("There is no indicator of this name. Define it first.")})
    if not all(one.source.strip() for one in said):
        raise ValidationError({"source": _("Say who published these figures.")})
    standing = _published(plan, said)
    groups = group_of(plan, {figure.peer for one in said for figure in one.figures})
    entries = []
    for one in said:
        changed = []
        for figure in one.figures:
            key, told = (one.indicator, str(one.period), figure.peer), (figure.value, figure.growth, figure.goal)
            if standing.get(key) != told or figure.group not in ("", groups.get(figure.peer, "")):
                changed.append(asdict(figure))
            standing[key] = told
            groups[figure.peer] = figure.group or groups.get(figure.peer, "")
        if changed:
            fact = facts.Compared(
                subject=one.indicator, plan=plan.pk, period=str(one.period), rows=changed,
                source=one.source.strip()[:120], reason=reason.strip(),
            )
            entries.append(record(fact, book=book, by=by))
    return entries


def _published(plan: Plan, said: Sequence[Publication]) -> dict[tuple[str, str, str], tuple[int | None, ...]]:
    """What stands of these: (indicator, period, peer) → value, growth, goal."""
    found = PeerReading.objects.filter(
        plan=plan,
        superseded=None,
        indicator__in={one.indicator for one in said},
        period__in={str(one.period) for one in said},
        peer__in={figure.peer for one in said for figure in one.figures},
    )
    rows = found.values_list("indicator", "period", "peer", "value", "growth", "goal")
    return {(indicator, period, peer): tuple(figures) for indicator, period, peer, *figures in rows}
