"""Writing a new version of a set of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.engine.scoring import DEFAULT
from luoshi.web.form_words import Form

WHOLE = 100


class PointsField(forms.DecimalField):
    """Percentage points as typed; in the rules, basis points."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_value=WHOLE, decimal_places=2, **more)

    def clean(self, value: Any) -> int | None:
        found = super().clean(value)
        return None if found is None else int(found * WHOLE)

    def prepare_value(self, value: Any) -> Any:
        return Decimal(value) / WHOLE if isinstance(value, int) else value


class VersionForm(Form):
    """A version and its values."""

    version = forms.RegexField(
        r"^[\w.-]+$",
        label=_("Version"),
        max_length=20,
        help_text=_("Such as 2026-09. It stands with every light and score."),
    )

    def __init__(self, taken: Sequence[str], data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.taken = taken

    def clean_version(self) -> str:
        if self.cleaned_data["version"] in self.taken:
            raise forms.ValidationError(_("There is such a version. A new one needs a new name."))
        return self.cleaned_data["version"]

    def values(self) -> dict[str, Any]:
        """What is adopted."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class LightsForm(VersionForm):
    """The thresholds of lights."""

    yellow_lag = PointsField(label=_("Watch from a lag of, pp"))
    red_lag = PointsField(label=_("Off track beyond a lag of, pp"))
    due_soon_days = forms.IntegerField(label=_("Due soon within, days"), min_value=0, max_value=90)
    due_soon_completion = PointsField(label=_("Nearly done from, %"))
    silence = forms.BooleanField(label=_("A missing report counts"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        yellow, red = data.get("yellow_lag"), data.get("red_lag")
        if yellow is not None and red is not None and red <= yellow:
            self.add_error("red_lag", _("Off track must lie beyond watch. Write more than the number before."))
        return data


class RubricForm(VersionForm):
    """The points of the ranking."""

    on_time = forms.IntegerField(label=_("Reports on time, points"), min_value=0, max_value=WHOLE)
    progress = forms.IntegerField(label=_("Progress, points"), min_value=0, max_value=WHOLE)
    verified = forms.IntegerField(label=_("Figures verified, points"), min_value=0, max_value=WHOLE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        points = [data.get(item.code) for item in DEFAULT]
        if None not in points and sum(points) != WHOLE:  # type: ignore[arg-type]
            self.add_error(None, _("The points add up to %(sum)s. They must add up to 100.") % {"sum": sum(points)})  # type: ignore[arg-type]
        return data

    def values(self) -> dict[str, Any]:
        return {name: points for name, points in super().values().items() if points}
