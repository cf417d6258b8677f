"""The sheet on which directives become matters: one row of fields for each directive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.core.matters.kinds import Kind, kinds
from luoshi.core.organisation.models import Unit
from luoshi.core.plan.models import Plan, Workstream
from luoshi.engine.minutes.source import PINYIN
from luoshi.engine.quantity import QuantityError, parse
from luoshi.engine.suggestion import goal, title
from luoshi.loop.meetings.actions import Choice
from luoshi.loop.meetings.actions.assignment import too_early
from luoshi.loop.meetings.forms import DATE, UnitsField
from luoshi.loop.meetings.models import Meeting
from luoshi.loop.meetings.queries import Outcome
from luoshi.loop.meetings.roll import Roll
from luoshi.web.form_words import Form

TITLE = 200
GROUPS = (Unit.Kind.DEPARTMENT, Unit.Kind.ZONE, Unit.Kind.STREET)


@dataclass
class Offer:
    """What may be chosen on a sheet, asked for once."""

    roll: Roll
    workstreams: Sequence[Workstream]
    held_on: dt.date
    plan: int

    @classmethod
    def of(cls, meeting: Meeting, plan: Plan) -> Offer:
        streams = list(Workstream.objects.filter(plan=plan).select_related("plan"))
        return cls(Roll(meeting.region), streams, timezone.localdate(meeting.held_at), plan.pk)

    def groups(self) -> list[tuple[str, str]]:
        counted = [(kind, len(self.roll.of_kind([kind]))) for kind in GROUPS]
        return [(kind, _("every %(kind)s (%(n)s)") % {"kind": kind.label, "n": n}) for kind, n in counted if n]


_MISSING = {
    "title": gettext_lazy("Say in one line what is to be done."),
    "lead_unit": gettext_lazy("Say which unit leads."),
    "workstream": gettext_lazy("Choose a workstream."),
    "due": gettext_lazy("Say by which day."),
}


class ChoiceForm(Form):
    """What becomes of one directive; errors about the row as a whole stand at `number`.

    `counted_in`: the unit of measure that follows from the details of its kind, which need not be typed again.
    """

    def __init__(self, *args: Any, offer: Offer, counted_in: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.counted_in = counted_in
        streams = [(str(stream.pk), stream.name) for stream in offer.workstreams]
        streams = streams if len(streams) == 1 else [("", "—"), *streams]
        self.offer = offer
        self.fields = self._fields(offer, streams)
        for name, words in _MISSING.items():
            self.fields[name].error_messages["required"] = words

    def _fields(self, offer: Offer, streams: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
        return {
            "seen": forms.IntegerField(widget=forms.HiddenInput),
            "kind": forms.ChoiceField(label=_("kind"), choices=[(kind.code, kind.name) for kind in kinds().values()]),
            "title": forms.CharField(label=_("what is to be done"), max_length=TITLE),
            "lead_unit": UnitsField(
                roll=offer.roll,
                most=1,
                label=_("lead unit"),
                # The matter that gathers the others may be led by whoever held the meeting.
                required=not self.data.get(f"{self.prefix}-separately"),
                widget=forms.TextInput(attrs={"list": "units"}),
            ),
            "supporting": UnitsField(roll=offer.roll, label=_("supporting units"), required=False),
            "groups": forms.MultipleChoiceField(
                label=_("and all of"),
                choices=offer.groups(),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "separately": forms.BooleanField(
                label=_("a matter for each unit, and one that sums them up"), required=False
            ),
            "responsible": forms.CharField(label=_("responsible person"), max_length=40, required=False),
            "workstream": forms.ChoiceField(label=_("workstream"), choices=streams),
            "due": forms.DateField(label=_("due"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")),
            "goal": forms.CharField(label=_("goal"), max_length=20),
            "unit_label": forms.CharField(label=_("unit of measure"), max_length=12, required=not self.counted_in),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "unit_label" in data:
            data["unit_label"] = data["unit_label"] or self.counted_in
        if {"goal", "unit_label"} <= set(data):
            try:
                data["goal"] = parse(data["goal"], data["unit_label"])
            except QuantityError:
                self.add_error("goal", _("Write a number, such as 100 or 12.5."))
        if reason := too_early(data.get("due"), self.offer.held_on):
            self.add_error("due", reason)
        return data

    def choice(self, number: int, details: Mapping[str, Any]) -> Choice:
        data = self.cleaned_data
        lead = next(iter(data["lead_unit"]), None)
        others = dict.fromkeys([*data["supporting"], *self.offer.roll.of_kind(data["groups"])])
        stream = next(stream for stream in self.offer.workstreams if str(stream.pk) == data["workstream"])
        plain = {
            name: data[name]
            for name in ("kind", "title", "due", "responsible", "goal", "unit_label", "separately", "seen")
        }
        return Choice(
            number=number,
            lead_unit=lead,
            supporting=[unit for unit in others if unit != lead],
            workstream=stream,
            details=details,
            **plain,
        )


class SharedForm(Form):
    """What holds for every row that says nothing else."""

    def __init__(self, *args: Any, offer: Offer, **options: Any) -> None:
        super().__init__(*args, **options)
        streams = [("", "—"), *((str(stream.pk), stream.name) for stream in offer.workstreams)]
        self.fields["workstream"] = forms.ChoiceField(
            label=_("workstream of all that name none"), choices=streams, required=False
        )


@dataclass
class Row:
    """A directive on the sheet, its fields and those of its kind."""

    outcome: Outcome
    form: ChoiceForm
    details: forms.Form | None
    kind: Kind

    @property
    def forms(self) -> list[forms.Form]:
        return [self.form, *([self.details] if self.details else [])]

    def is_valid(self) -> bool:
        # Both are asked, so that every error shows at once.
        return not [form for form in self.forms if not form.is_valid()]

    def choice(self) -> Choice:
        return self.form.choice(self.outcome.number, self.details.cleaned_data if self.details else {})

    def take(self, name: str, error: ValidationError) -> None:
        """Show an error of the action at its field."""
        reason = (error.params or {}).get("reason", error.message)
        form = next((form for form in self.forms if name in form.fields), None)
        (form or self.form).add_error(name if form else None, reason)


def rows(found: Sequence[Outcome], offer: Offer, typed: QueryDict | None = None, *, check: bool = True) -> list[Row]:
    """A row for each directive: as it suggests itself, or as `typed`; unless `check`, nothing is said
    about what is missing.
    """
    if typed and typed.get("workstream"):
        shared, typed = typed.get("workstream", ""), typed.copy()
        for name in (f"d{outcome.number}-workstream" for outcome in found):
            typed[name] = str(typed.get(name) or shared)
    return [_row(outcome, offer, typed, check) for outcome in found]


def _row(outcome: Outcome, offer: Offer, typed: QueryDict | None, check: bool) -> Row:
    prefix = f"d{outcome.number}"
    code = typed.get(f"{prefix}-kind", "") if typed else ""
    kind = kinds().get(code) or next(iter(kinds().values()))
    data = typed if check else None
    initial = {**_suggested(outcome, offer), **(_as_typed(typed, prefix) if typed and not check else {})}
    details = kind.details_form(data, prefix=prefix, initial=initial) if kind.details_form else None
    if details is not None:
        kind.offer(details, offer.plan)
    said = details.cleaned_data if details is not None and data and details.is_valid() else {}
    counted_in = kind.label(said, offer.plan) if said else ""
    form = ChoiceForm(data, prefix=prefix, initial=initial, offer=offer, counted_in=counted_in)
    return Row(outcome, form, details, kind)


def _suggested(outcome: Outcome, offer: Offer) -> dict[str, Any]:
    """What the sentence itself says. A vague one gives no mark of completion: somebody has to say it."""
    sentence = " ".join(PINYIN.sub("", outcome.text).split())[:TITLE]
    first, *others = outcome.unit_codes or [""]
    number, label = goal(outcome.measure)
    return {
        "seen": outcome.made,
        "title": title(sentence, outcome.units, outcome.deadline),
        "due": outcome.due,
        "goal": number,
        "unit_label": label,
        "lead_unit": offer.roll.names([first]),
        "supporting": offer.roll.names(others),
        "completion_mark": outcome.measure or ("" if outcome.vague else sentence),
    }


def _as_typed(typed: QueryDict, prefix: str) -> dict[str, Any]:
    start = f"{prefix}-"
    found: dict[str, Any] = {key.removeprefix(start): typed[key] for key in typed if key.startswith(start)}
    return {**found, "groups": typed.getlist(f"{start}groups"), "separately": f"{start}separately" in typed}
