"""What was forecast, kept so that it can be held against what came."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    """What is forecast of a matter."""

    YEAR_END = "year_end", _("the figure at the year's end")
    FINISH = "finish", _("the day it is finished")


class Forecast(models.Model):
    """One forecast of a matter, made once the month `period` was closed, from the entry `head`.

    A year's end has `p10`, `p50`, `p90` and `naive` as stored integers of the matter's unit of measure, a finish days.
    `chance`: basis points that the goal is met by its date; `naive` is what pro-rata progress would come to. `records`:
    how many the widest class of `grounds` (canonical JSON) held; without quantiles these were too few.
    """

    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+", db_index=False)
    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="+", db_index=False)
    period = models.CharField(max_length=7)
    what = models.CharField(max_length=8, choices=What.choices)
    year = models.PositiveSmallIntegerField(null=True)
    goal = models.BigIntegerField(null=True)
    less = models.BooleanField(default=False)
    due = models.DateField(null=True)
    p10 = models.BigIntegerField(null=True)
    p50 = models.BigIntegerField(null=True)
    p90 = models.BigIntegerField(null=True)
    p50_on = models.DateField(null=True)
    p80_on = models.DateField(null=True)
    beyond = models.BooleanField(default=False)
    chance = models.PositiveSmallIntegerField(null=True)
    naive = models.BigIntegerField(null=True)
    naive_on = models.DateField(null=True)
    records = models.PositiveIntegerField()
    grounds = models.TextField(default="[]")
    head = models.BigIntegerField()
    made = models.BigIntegerField()

    class Meta:
        verbose_name = _("forecast")
        constraints = [
            models.UniqueConstraint(fields=["plan", "period", "matter", "what"], name="forecast_once_a_month")
        ]
        indexes = [models.Index(fields=["matter", "what"], name="forecast_matter")]

    def __str__(self) -> str:
        return f"{self.matter} {self.what} {self.period}"
