"""Registering a matter directly (立项), and what its form shares with amending one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from luoshi.core.ledger import actions, clock
from luoshi.core.ledger.asof import moment
from luoshi.core.matters.kinds import Kind, kinds
from luoshi.core.matters.models import Matter, Rollup
from luoshi.core.matters.typed import quantity
from luoshi.core.organisation.models import Person, Unit
from luoshi.core.organisation.queries import units_under, units_within
from luoshi.core.plan.models import Plan
from luoshi.desks.matter.forms import DateInput
from luoshi.web.form_words import Form, accepted

CHOOSE = gettext_lazy("Choose")
AS_SAID = (
    "title", "lead_unit", "workstream", "responsible", "weight", "start", "due",
    "rollup", "unit_label", "goals", "parent",
)


class DescriptionForm(Form):
    """What every matter says of itself. `person` chooses among the units they may assign to."""

    title = forms.CharField(label=gettext_lazy("title"), max_length=200)
    lead_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("lead unit"), to_field_name="code", empty_label=CHOOSE
    )
    supporting = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=gettext_lazy("supporting units"), to_field_name="code", required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    responsible = forms.CharField(label=gettext_lazy("responsible person"), max_length=40, required=False)
    workstream = forms.ModelChoiceField(Plan.objects.none(), label=gettext_lazy("workstream"), empty_label=CHOOSE)
    weight = forms.IntegerField(label=gettext_lazy("weight"), min_value=1, max_value=10_000, initial=1)
    start = forms.DateField(label=gettext_lazy("start"), widget=DateInput)
    due = forms.DateField(label=gettext_lazy("due"), widget=DateInput)

    def __init__(self, person: Person, plan: Plan, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        chosen: Any = self.fields
        chosen["lead_unit"].queryset = units_within(person, "assign").order_by("path")
        chosen["supporting"].queryset = units_under([plan.region.path]).exclude(kind=Unit.Kind.REGION).order_by("path")
        chosen["workstream"].queryset = plan.workstreams.all()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        start, due = found.get("start"), found.get("due")
        if start and due and due < start:
            self.add_error("due", _("The due date lies before the start. Choose a later day."))
        return found


class RegistrationForm(DescriptionForm):
    """A matter with what counts as complete: its own goal, or the numbers of its children."""

    rollup = forms.ChoiceField(label=gettext_lazy("number follows"), choices=Rollup.choices, initial=Rollup.OWN)
    unit_label = forms.CharField(
        label=gettext_lazy("unit of measure"), max_length=12, initial="%", required=False,
        help_text=gettext_lazy("亿元, 万元 or 元 for money; otherwise % or what is counted."),
    )
    goal = forms.CharField(
        label=gettext_lazy("goal"), max_length=40, required=False, widget=forms.TextInput({"inputmode": "decimal"})
    )
    goal_year = forms.IntegerField(
        label=gettext_lazy("year of the goal"), min_value=2000, max_value=2999, required=False
    )
    parent = forms.CharField(
        label=gettext_lazy("code of the parent"), max_length=20, required=False,
        help_text=gettext_lazy("Where a larger matter's number follows from this one."),
    )

    def __init__(self, kind: Kind, person: Person, plan: Plan, *args: Any, **options: Any) -> None:
        super().__init__(person, plan, *args, **options)
        self.person, self.kind = person, kind
        self.plan = plan
        kind.offer(self, plan.pk)
        if not kind.by_year:
            del self.fields["goal_year"]

    def clean_parent(self) -> Matter | None:
        code = self.cleaned_data["parent"].strip()
        if not code:
            return None
        if found := Matter.objects.visible_to(self.person).filter(code__iexact=code).first():
            return found
        raise ValidationError(_("There is no matter with this code. Look it up on the work list."))

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        # Where the details say in what it is counted, that need not be typed again.
        found["unit_label"] = found.get("unit_label") or self.kind.label(found, self.plan.pk) or self._uncounted()
        try:
            found["goals"] = self._goals(found)
        except ValidationError as error:
            self.add_error("goal", error)
        return found

    def _uncounted(self) -> str:
        self.add_error("unit_label", _("Say in what it is counted, such as 亿元 or %."))
        return ""

    def _goals(self, found: dict[str, Any]) -> list[actions.GoalDraft]:
        if found.get("rollup") != Rollup.OWN or not found.get("goal"):
            return []
        year = (found.get("goal_year") or clock.today().year) if self.kind.by_year else 0
        start, due = found.get("start"), found.get("due")
        if year and start and due and not start.year <= year <= due.year:
            self.add_error("goal_year", _("This year lies outside the time between start and due."))
        if not found.get("unit_label"):
            return []
        measure = self.kind.primary(Matter(unit_label=found["unit_label"]))
        return [actions.GoalDraft(measure=measure.code, year=year, value=quantity(found["goal"], measure.label))]


def with_details(kind: Kind, form: type[forms.Form]) -> Any:
    """`form` followed by what the kind asks of its own."""
    return type(form.__name__, (kind.details_form, form), {}) if kind.details_form else form


def details_said(kind: Kind, form: forms.Form) -> dict[str, Any]:
    names = kind.details_form.base_fields if kind.details_form else ()
    return {name: form.cleaned_data[name] for name in names}


@require_http_methods(["GET", "HEAD", "POST"])
def matter_new(request: HttpRequest) -> HttpResponse:
    """Put a matter on the work list without a meeting; `?kind=` chooses what sort."""
    now, person = moment(request), request.user
    kind = kinds().get(request.GET.get("kind", ""), next(iter(kinds().values())))
    if not isinstance(person, Person) or not person.may_anywhere("assign"):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form: Any = with_details(kind, RegistrationForm)(kind, person, now.plan, data, initial=_initial(now.plan))
    if form.is_valid() and (made := accepted(form, lambda: actions.register(_draft(kind, form), by=person))):
        messages.success(request, _("Registered as %(code)s.") % {"code": made.code})
        return redirect(made)
    context = {"form": form, "kind": kind, "kinds": kinds().values()}
    return render(request, "desks/matter_new.html", context, status=422 if form.errors else 200)


def _initial(plan: Plan) -> dict[str, Any]:
    today = clock.today()
    year = min(max(today.year, plan.starts.year), plan.ends.year)
    return {"start": today, "due": dt.date(year, 12, 31), "goal_year": year}


def _draft(kind: Kind, form: Any) -> actions.Draft:
    said = form.cleaned_data
    return actions.Draft(
        kind=kind.code, supporting=list(said["supporting"]), details=details_said(kind, form),
        **{name: said[name] for name in AS_SAID},
    )
