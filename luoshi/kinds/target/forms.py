"""What one fills in about an indicator: its definition, the goal of a year with its months, the rows of a cascade."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.core.ledger.actions import GoalDraft
from luoshi.core.matters.models import Cadence, Direction, Nature
from luoshi.core.matters.typed import QuantityField
from luoshi.core.organisation.models import Unit
from luoshi.core.organisation.queries import units_under
from luoshi.core.plan.models import Plan
from luoshi.engine.trajectory import MONTHS, Problem, TrajectoryError, checked, shaped
from luoshi.kinds.target.actions import FIXED, Definition
from luoshi.kinds.target.models import Indicator
from luoshi.web.form_words import Form

UNSAID = gettext_lazy("Give the reason: it stands in the timeline.")


def _reason(**options: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reason on record"), max_length=500, widget=forms.Textarea({"rows": 2, "maxlength": 500}),
        error_messages={"required": UNSAID}, **options,
    )


class DefinitionForm(Form):
    """An indicator; what is fixed once targets count it stands as it is and cannot be typed."""

    name = forms.CharField(label=gettext_lazy("indicator"), max_length=60)
    unit_label = forms.CharField(
        label=gettext_lazy("unit of measure"), max_length=12,
        help_text=gettext_lazy("亿元, 万元 or 元 for money; otherwise % or what is counted."),
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("nature"), choices=Nature.choices, initial=Nature.CUMULATIVE, widget=forms.RadioSelect
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("direction"), choices=Direction.choices, initial=Direction.MORE, widget=forms.RadioSelect
    )
    sums = forms.BooleanField(
        label=gettext_lazy("adds up over units"), required=False, initial=True,
        help_text=gettext_lazy("Whether the district's level is the sum of its units'. Rates never add up."),
    )
    source = forms.CharField(label=gettext_lazy("source of the figure"), max_length=120, required=False)
    lead_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("lead unit"), to_field_name="code",
        empty_label=pgettext_lazy("a unit", "Choose"),
    )
    cadence = forms.ChoiceField(
        label=gettext_lazy("published every"), choices=Cadence.choices, initial=Cadence.MONTH
    )
    due_days = forms.IntegerField(
        label=gettext_lazy("published after days"), initial=5, min_value=0, max_value=120,
        help_text=gettext_lazy("Days after the period's end by which the figure is there, and reported."),
    )

    def __init__(self, plan: Plan, before: Indicator | None, counted: bool, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead_unit"].queryset = units_under([plan.region.path]).order_by("path")  # type: ignore[attr-defined]
        if before is not None:
            self.fields["reason"] = _reason()
            self.initial = {name: getattr(before, name) for name in self.fields if hasattr(before, name)}
        self.kept = ["name"] if before else []
        if counted:
            self.kept += FIXED
        for name in self.kept:
            self.fields[name].disabled = True

    def definition(self) -> Definition:
        return Definition(**{name: said for name, said in self.cleaned_data.items() if name != "reason"})


class GoalForm(Form):
    """The goal of a year and how its months lead there; where the district has no target yet, what registers one."""

    EVEN, LAST_YEAR, DRAWN = "even", "last_year", "drawn"
    reason = _reason()

    def __init__(self, indicator: Indicator, before: Sequence[int | None], new: bool, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        label, signed = indicator.unit_label, indicator.nature == Nature.RATE
        self.indicator, self.before = indicator, before
        self.fields["goal"] = QuantityField(label, signed=signed, label=_("goal"))
        self.fields["shape"] = forms.ChoiceField(
            label=_("monthly trajectory"), choices=self._shapes(), widget=forms.RadioSelect, initial=self.EVEN
        )
        for month in range(1, MONTHS + 1):
            self.fields[f"month{month}"] = QuantityField(label, signed=signed, label=str(month), required=False)
        order = ["goal", "shape", *self.months, "reason"]
        if new:
            self._to_register(order)
        self.order_fields(order)

    def _shapes(self) -> list[tuple[str, Any]]:
        summed = self.indicator.nature == Nature.CUMULATIVE
        even = _("even: a twelfth each month") if summed else _("the whole goal from January on")
        last = [(self.LAST_YEAR, _("last year's shape"))] if summed else []
        return [(self.EVEN, even), *last, (self.DRAWN, _("drawn by hand, month by month"))]

    def _to_register(self, order: list[str]) -> None:
        plan = self.indicator.plan
        streams: Any = forms.ModelChoiceField(
            plan.workstreams.all(), label=_("workstream"), empty_label=str(pgettext_lazy("a unit", "Choose"))
        )
        self.fields |= {
            "workstream": streams,
            "weight": forms.IntegerField(label=_("weight"), min_value=1, max_value=10_000, initial=1),
        }
        del self.fields["reason"]
        order += ["workstream", "weight"]

    @property
    def months(self) -> list[str]:
        return [f"month{month}" for month in range(1, MONTHS + 1)]

    def cells(self) -> list[forms.BoundField]:
        return [self[name] for name in self.months]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        found["path"] = []
        if found.get("goal") is None or self.errors:
            return found
        try:
            found["path"] = self._path(found)
        except ValidationError as error:
            self.add_error("shape", error)
        return found

    def _path(self, found: dict[str, Any]) -> list[int]:
        if found["shape"] == self.LAST_YEAR:
            try:
                return list(shaped(found["goal"], self.before))
            except TrajectoryError as error:
                raise ValidationError(str(NO_SHAPE[error.code])) from error
        if found["shape"] != self.DRAWN:
            return []
        drawn = [found.get(name) for name in self.months]
        path = [value for value in drawn if value is not None]
        if problems := checked(path, found["goal"], self.indicator.nature):
            raise ValidationError([told(problem) for problem in problems])
        return path

    def draft(self, year: int) -> GoalDraft:
        return GoalDraft(measure="value", year=year, value=self.cleaned_data["goal"], path=self.cleaned_data["path"])


NO_SHAPE = {
    "incomplete": gettext_lazy(
        "Last year is not complete: twelve months, verified or published, make a shape. Draw it by hand."
    ),
    "falling": gettext_lazy("Last year's figure fell in some month, so it gives no shape. Draw it by hand."),
    "zero": gettext_lazy("Last year ended at nothing, so it gives no shape. Draw it by hand."),
}


def told(problem: Problem) -> str:
    """What is wrong with a drawn trajectory, and the way out."""
    if problem.code == "wrong_length":
        return _("%(n)s months are filled in. Fill in all twelve.") % {"n": problem.month}
    if problem.code == "falls":
        return _("Month %(month)s is lower than the one before; the figure counts up.") % {"month": problem.month}
    return _("December is not the goal. Let the trajectory end at it.")


class SheetForm(Form):
    """A cascade as rows; `seen` is the head that its writer had before their eyes."""

    rows = forms.CharField(
        label=gettext_lazy("rows of the cascade"), max_length=200_000, strip=False,
        widget=forms.Textarea({"rows": 12, "wrap": "off", "spellcheck": "false"}),
    )
    whole = forms.BooleanField(
        label=gettext_lazy("these rows are all of it: take out holders that are not among them"), required=False
    )
    reason = _reason(required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)
