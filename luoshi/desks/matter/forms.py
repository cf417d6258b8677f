"""Forms about one matter: answers to a report, a move, an amendment, a goal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.core.ledger import clock
from luoshi.core.ledger.actions import GoalDraft
from luoshi.core.matters.kinds import Measure, Stage
from luoshi.core.matters.models import Nature
from luoshi.core.matters.typed import QuantityField, quantity
from luoshi.engine.quantity import plain
from luoshi.engine.trajectory import checked
from luoshi.web.form_words import Form
from luoshi.web.templatetags.look import GRADES

UNSAID = _("Give the reason: it stands in the timeline.")
WRONG = _("Say what is wrong, so that the unit can mend it.")
UNGRADED = _("Choose the grade of the evidence: A, B, C or D.")


def _sentence(**options: Any) -> forms.CharField:
    return forms.CharField(max_length=500, widget=forms.Textarea({"rows": 2, "maxlength": 500}), **options)


class VerificationForm(Form):
    """The grade that the evidence of a report deserves; a report without a file is a claim."""

    grade = forms.ChoiceField(
        label=_("Grade of the evidence"), widget=forms.RadioSelect,
        error_messages={"required": UNGRADED, "invalid_choice": UNGRADED},
    )

    def __init__(self, made: int, proved: bool = True, **options: Any) -> None:
        super().__init__(auto_id=f"id_{made}_%s", **options)
        self.fields["grade"].choices = [(letter, f"{letter} {words}") for letter, words in GRADES.items()]  # type: ignore[attr-defined]
        if not proved:
            self.initial["grade"] = "D"


class ReturnForm(Form):
    reason = _sentence(label=_("What is wrong"), error_messages={"required": WRONG})

    def __init__(self, made: int, **options: Any) -> None:
        super().__init__(auto_id=f"id_{made}_%s", **options)


class DateInput(forms.DateInput):
    """The browser's own calendar; it wants ISO whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class StageForm(Form):
    """Where the matter goes from here, since when and why."""

    stage = forms.ChoiceField(label=_("Next stage"), widget=forms.RadioSelect)
    on = forms.DateField(label=pgettext_lazy("stage", "Since"), widget=DateInput)
    reason = _sentence(label=_("Reason on record"), required=False)

    def __init__(self, stages: list[Stage], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stage"].choices = [(stage.code, stage.name) for stage in stages]  # type: ignore[attr-defined]
        if any(stage.abandons for stage in stages):
            self.fields["reason"].help_text = _("Needed where the matter is given up.")

    def clean_on(self) -> dt.date:
        on = self.cleaned_data["on"]
        if on > clock.today():
            raise ValidationError(_("This day lies ahead. Record a move once it has happened."))
        return on


class GoalForm(Form):
    """A goal set anew: by year for kinds that count by year, else for the matter's whole time."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    path = forms.CharField(
        label=_("Month by month"), required=False, max_length=400,
        help_text=_("Twelve cumulative figures, January to December, with spaces between; empty for an even pace."),
    )
    reason = _sentence(label=_("Reason on record"), error_messages={"required": UNSAID})

    def __init__(self, years: list[int], measure: Measure, nature: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.measure, self.nature = measure, nature
        if nature != Nature.CUMULATIVE:
            self.fields["path"].help_text = _("Twelve figures, January to December, with spaces between; or empty.")
        self.fields["year"].choices = [(year, str(year) if year else _("until it is due")) for year in years]  # type: ignore[attr-defined]
        if years == [0]:
            self.fields["year"].widget = self.fields["path"].widget = forms.HiddenInput()
            self.initial["year"] = 0
        self.fields["goal"] = QuantityField(measure.label, signed=measure.signed, label=_("Goal"))
        self.order_fields(["year", "goal", "path", "reason"])

    def clean_path(self) -> list[int]:
        """Stored ints; of a sum, ascending."""
        words = self.cleaned_data["path"].split()
        values = [quantity(word, self.measure.label, signed=self.measure.signed) for word in words]
        if values and checked(values, values[-1], self.nature):
            if self.nature == Nature.CUMULATIVE:
                raise ValidationError(_("Write twelve figures, none smaller than the one before, or leave this empty."))
            raise ValidationError(_("Write twelve figures, one for each month, or leave this empty."))
        return values

    def draft(self, measure: str) -> GoalDraft:
        said = self.cleaned_data
        return GoalDraft(measure=measure, year=said["year"], value=said["goal"], path=said["path"])


def path_text(values: list[int], label: str) -> str:
    """A path as the form takes it."""
    return " ".join(plain(value, label) for value in values)


