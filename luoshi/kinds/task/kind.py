"""Task (任务): something a unit was told to do by a day, done when its completion mark is reached."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.core.matters.kinds import Kind, Measure, Panel, Stage
from luoshi.core.matters.models import Tracked
from luoshi.kinds.task.models import Task
from luoshi.web.form_words import Form


class TaskDetails(Form):
    completion_mark = forms.CharField(label=_("completion mark"), max_length=200)


class TaskKind(Kind):
    code = "task"
    name = _("task")
    name_plural = _("tasks")
    prefix = "T"
    stages = (
        Stage("underway", _("under way"), moves=("closed", "dropped")),
        Stage("closed", _("closed"), closing=True),
        Stage("dropped", _("dropped"), closing=True, abandons=True),
    )
    details = Task
    details_form = TaskDetails
    panels = (Panel("task/panel.html"),)

    def measures(self, matter: Tracked) -> Sequence[Measure]:
        return [Measure("done", _("done so far"), matter.unit_label)]


KIND = TaskKind()
