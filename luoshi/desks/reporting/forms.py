"""The report form: its figures follow from what the kind measures."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from luoshi.core.ledger.actions import reportable_periods
from luoshi.core.matters.confidence import CHOICES
from luoshi.core.matters.kinds import Measure, kind_of
from luoshi.core.matters.models import Matter
from luoshi.core.matters.typed import QuantityField
from luoshi.core.organisation.models import Person
from luoshi.desks.reporting.files import MOST, EvidenceField, Row, once_each, sealed, unsealed
from luoshi.desks.reporting.past import last_verified
from luoshi.engine.periods import Period
from luoshi.engine.quantity import show
from luoshi.web.form_words import Form
from luoshi.web.words import month

CLOSED = _("This month is closed to reports or outside this matter's time. Choose an open month.")


class MonthField(forms.ChoiceField):
    """A month among those that are offered. Whether it is open still is for the ledger to say, when it is sent."""

    def to_python(self, value: Any) -> Any:
        try:
            period = Period.parse(str(value))
        except ValueError as error:
            raise ValidationError(CLOSED) from error
        if period.kind != "month":
            raise ValidationError(CLOSED)
        return period

    def valid_value(self, value: Any) -> bool:
        return True


class ReportForm(Form):
    """Period, one field a measure (named by its code), a sentence, files. `token` makes a double click one report;
    `seen` is the last entry its writer saw."""

    note = forms.CharField(
        label=_("In one sentence: why this figure"), max_length=500, required=False,
        widget=forms.Textarea({"rows": 2, "maxlength": 500}),
    )
    confidence = forms.TypedChoiceField(
        label=_("How sure are you that the goal will be met by its date?"), choices=CHOICES, coerce=int,
        empty_value=None, required=False, widget=forms.RadioSelect,
        help_text=_("It stands beside the light as your judgement, never scored. Only you see how well you judge."),
    )
    proof = EvidenceField(label=_("Photographs or documents that prove it"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, matter: Matter, person: Person, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.purpose = f"{matter.code} {person.pk}"
        self.measures = list(kind_of(matter).measures(matter))
        self.matter = matter
        self.fields["period"] = MonthField(
            label=_("Reporting month"), choices=lambda: [(str(period), str(period)) for period in self.periods]
        )
        for measure in self.measures:
            name, needed = capfirst(str(measure.name)), measure.required
            self.fields[measure.code] = QuantityField(
                measure.label, signed=measure.signed, label=name, required=needed
            )
        if not matter.goal:
            del self.fields["confidence"]
        self.order_fields(["period", *(measure.code for measure in self.measures), "confidence", "note", "proof"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not (found.get("note") or "").strip() and (fallen := self._fallen(found)):
            self.add_error("note", fallen)
        if len(self.evidence) > MOST:
            raise ValidationError(_("At most %(most)s files a report. Leave some out.") % {"most": MOST})
        found["token"] = str(found.get("token") or uuid.uuid4())
        found["seen"] = found.get("seen") or 0
        return found

    def _fallen(self, found: dict[str, Any]) -> str:
        """What to say of a cumulative figure below the last one that was verified; empty where none is."""
        if not found.get("period"):
            return ""
        for measure in self.measures:
            value = found.get(measure.code)
            if value is None or not measure.cumulative:
                continue
            last = last_verified(self.matter, measure, found["period"])
            if last and value < last.value:
                words = _("%(last)s were verified for %(period)s and %(name)s counts up: say why it is less now.")
                shown = f"{show(last.value, measure.label)} {measure.label}"
                return words % {"name": str(measure.name), "last": shown, "period": month(last.period)}
        return ""

    @cached_property
    def periods(self) -> list[Period]:
        """The open months, newest first."""
        return reportable_periods(self.matter)

    @property
    def values(self) -> dict[str, int]:
        """Stored figures by measure, those that were typed."""
        codes = [measure.code for measure in self.measures]
        return {code: self.cleaned_data[code] for code in codes if self.cleaned_data.get(code) is not None}

    @property
    def evidence(self) -> list[Row]:
        """Files kept from before that are still ticked, and new ones."""
        kept = self.data.getlist("kept") if hasattr(self.data, "getlist") else []
        taken: list[Row] = getattr(self.fields["proof"], "stored", [])
        rows = [row for row in (unsealed(text, self.purpose) for text in kept) if row]
        return once_each([*rows, *taken])

    @property
    def kept(self) -> list[tuple[str, Row]]:
        """What the next sending of this form brings along, with its seal."""
        return [(sealed(row, self.purpose), row) for row in self.evidence]

    def figures(self) -> list[tuple[Measure, forms.BoundField]]:
        return [(measure, self[measure.code]) for measure in self.measures]
