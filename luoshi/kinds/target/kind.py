"""Target (目标): an indicator with an annual value and a monthly trajectory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from luoshi.core.matters.kinds import Course, Kind, Measure, Panel, Stage
from luoshi.core.matters.models import Matter, Nature, Tracked
from luoshi.core.organisation.models import Unit
from luoshi.core.plan.models import Plan
from luoshi.kinds.target.models import Indicator, Scope, Target
from luoshi.kinds.target.queries import indicators, own_name, years_published
from luoshi.web.form_words import Form
from luoshi.web.offered import OfferedInput

NAMES = {
    Nature.CUMULATIVE: _("cumulative since the year's start"),
    Nature.POINT: _("level at a point in time"),
    Nature.RATE: _("growth rate"),
}


class TargetDetails(Form):
    indicator = forms.CharField(label=_("indicator"), max_length=60)
    scope = forms.ChoiceField(
        label=_("whose figure"), choices=Scope.choices, initial=Scope.DISTRICT, required=False
    )
    source = forms.CharField(label=_("source of the figure"), max_length=120, required=False)

    def clean_scope(self) -> str:
        return self.cleaned_data["scope"] or Scope.DISTRICT


class TargetKind(Kind):
    code = "target"
    name = _("target")
    name_plural = _("targets")
    prefix = "M"
    by_year = True
    headline = True
    stages = (
        Stage("underway", _("under way"), moves=("closed", "dropped")),
        Stage("closed", _("closed"), closing=True),
        Stage("dropped", _("dropped"), closing=True, abandons=True),
    )
    details = Target
    details_form = TargetDetails
    panels = (Panel("target/panel.html"),)
    home = "targets"
    fixed = ("indicator", "scope")
    alike = "indicator"

    def details_of(self, matter: Matter) -> Target | None:
        """Together with the indicator's number, for the way to its page."""
        defined = Indicator.objects.filter(plan=matter.plan_id, name=models.OuterRef("indicator"), superseded=None)
        found = Target.objects.filter(matter=matter).annotate(defined=models.Subquery(defined.values("number")[:1]))
        if target := found.first():
            target.number = target.defined
        return target

    def measures(self, matter: Tracked) -> Sequence[Measure]:
        nature = Nature(matter.nature)
        return [
            Measure(
                "value", NAMES[nature], matter.unit_label,
                cumulative=nature == Nature.CUMULATIVE, signed=nature == Nature.RATE,
            )
        ]

    def course(self, details: Mapping[str, Any], plan: int) -> Course:
        """As the indicator is defined; a target whose indicator is not counts up from month to month."""
        found = Indicator.objects.filter(plan=plan, name=details.get("indicator", ""), superseded=None).first()
        if found is None:
            return Course()
        return Course(found.nature, found.direction, found.cadence, found.due_days)

    def label(self, details: Mapping[str, Any], plan: int) -> str:
        found = Indicator.objects.filter(plan=plan, name=details.get("indicator", ""), superseded=None)
        return found.values_list("unit_label", flat=True).first() or ""

    def offer(self, form: forms.Form, plan: int) -> None:
        """The indicators that are defined, each with its unit of measure."""
        found = Indicator.objects.filter(plan=plan, superseded=None).order_by("number")
        form.fields["indicator"].widget = OfferedInput(list(found.values_list("name", "unit_label")))
        if "unit_label" in form.fields:
            form.fields["unit_label"].initial = ""
            form.fields["unit_label"].help_text = _("Empty where the indicator is defined: it says so itself.")

    def earlier(self, plan: Plan, head: int) -> Iterable[tuple[str, Sequence[int | None], int | None]]:
        """What the district itself published of sums, as its office took it in beside what its peers published."""
        counted = indicators(plan, head).filter(nature=Nature.CUMULATIVE).values("name")
        return years_published(plan, own_name(plan, head), counted, plan.starts.year, head)

    def problems(self, details: Mapping[str, Any], lead_unit: Unit, plan: int, code: str = "") -> dict[str, str]:
        name, scope = details.get("indicator", ""), details.get("scope", Scope.DISTRICT)
        if code and not Target.objects.filter(matter__code=code, indicator=name).exists():
            told = _now("What a target counts is never changed. Register a new target for the other indicator.")
            return {"indicator": told}
        if not Indicator.objects.filter(plan=plan, name=name, superseded=None).exists():
            return {}
        held = Target.objects.filter(indicator=name, scope=scope).values("matter")
        standing = Matter.objects.filter(plan=plan, pk__in=held, closed_on=None).exclude(code=code)
        if scope == Scope.UNIT:
            standing = standing.filter(lead_unit=lead_unit)
        if other := standing.first():
            told = _now("%(code)s %(title)s counts this already. Set its goal anew instead.")
            return {"indicator": told % {"code": other.code, "title": other.title}}
        return {}


KIND = TargetKind()
