"""Project (项目): from idea to pay-off through eight stages, with an annual investment plan."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from luoshi.core.matters.kinds import Kind, Measure, Panel, Stage
from luoshi.core.matters.models import Tracked
from luoshi.engine.quantity import QuantityError, parse, plain
from luoshi.kinds.project.models import PROJECT_CODE, Project
from luoshi.web.form_words import Form

STOP = ("stopped",)


class ProjectDetails(Form):
    site = forms.CharField(label=_("site"), max_length=120, required=False)
    project_code = forms.CharField(
        label=_("national project code"), max_length=24, required=False, validators=[PROJECT_CODE]
    )
    total_investment = forms.CharField(label=_("total investment, 亿元"), required=False)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """Begins with the stored 分 as they are typed: in 亿元."""
        value = super().get_initial_for_field(field, field_name)
        return plain(value, "亿元") if field_name == "total_investment" and value else value

    def clean_total_investment(self) -> int:
        """The amount in 分; nothing typed is 0."""
        text = self.cleaned_data["total_investment"]
        try:
            return parse(text, "亿元") if text else 0
        except QuantityError as error:
            raise ValidationError(_("Write an amount in 亿元, such as 86.4.")) from error


class ProjectKind(Kind):
    code = "project"
    name = _("project")
    name_plural = _("projects")
    prefix = "P"
    by_year = True
    # 谋划-储备-前期-新开工-续建-竣工-投产-达效
    stages = (
        Stage("conceived", _("conceived"), moves=("reserved", *STOP)),
        Stage("reserved", _("reserved"), moves=("preparing", *STOP)),
        Stage("preparing", _("preparing"), moves=("started", *STOP)),
        Stage("started", _("started"), moves=("continuing", "completed", *STOP)),
        Stage("continuing", _("continuing"), moves=("completed", *STOP)),
        Stage("completed", _("completed"), moves=("operating",)),
        Stage("operating", _("operating"), moves=("delivering",)),
        Stage("delivering", _("delivering"), closing=True),
        Stage("stopped", _("stopped"), closing=True, abandons=True),
    )
    finished = ("completed", "operating")
    whole = "physical"
    details = Project
    details_form = ProjectDetails
    panels = (Panel("project/panel.html"),)

    def measures(self, matter: Tracked) -> Sequence[Measure]:
        return [
            Measure("invested", _("investment put in place this year, cumulative"), matter.unit_label),
            Measure("physical", _("physical progress"), "%", required=False),
            Measure("funds", _("funds in place this year, cumulative"), matter.unit_label, required=False),
        ]


KIND = ProjectKind()
