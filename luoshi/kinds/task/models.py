"""What a task adds to a matter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Task(models.Model):
    """A task (任务): what will count as its completion (完成标志)."""

    matter = models.OneToOneField("matters.Matter", models.CASCADE, related_name="+", primary_key=True)
    completion_mark = models.CharField(_("completion mark"), max_length=200)

    class Meta:
        verbose_name = _("task")

    def __str__(self) -> str:
        return self.completion_mark
