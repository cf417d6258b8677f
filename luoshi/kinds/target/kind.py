"""Target (目标): an indicator with an annual value and a monthly path."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.core.matters.kinds import Kind, Measure, Panel, Stage
from luoshi.core.matters.models import Tracked
from luoshi.kinds.target.models import Target
from luoshi.web.form_words import Form


class TargetDetails(Form):
    indicator = forms.CharField(label=_("indicator"), max_length=80)
    source = forms.CharField(label=_("source of the figure"), max_length=120, required=False)


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

    def measures(self, matter: Tracked) -> Sequence[Measure]:
        return [Measure("value", _("cumulative since the year's start"), matter.unit_label)]


KIND = TargetKind()
