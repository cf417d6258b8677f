"""The plan: three years of a district, its workstreams, its versioned rules and its closed periods."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Plan(models.Model):
    """A three-year action plan of one district."""

    region = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))

    class Meta:
        verbose_name = _("plan")

    def __str__(self) -> str:
        return self.name


class Workstream(models.Model):
    """A workstream of a plan: 项目为王, 招商引资, 改革, 开放, 创新, 安全 …"""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="workstreams")
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=40)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("workstream")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="workstream_once_per_plan")]

    def __str__(self) -> str:
        return self.name


class RuleVersion(models.Model):
    """One dated version of a named set of rules (`lights`, `rubric`): `values` is canonical JSON text."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    name = models.SlugField(max_length=20)
    version = models.CharField(max_length=20)
    values = models.TextField()
    made = models.BigIntegerField()
    superseded = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"], condition=models.Q(superseded=None), name="one_rule_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class ClosedPeriod(models.Model):
    """A month that takes no more reports."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    made = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "period"], name="period_closed_once")]

    def __str__(self) -> str:
        return self.period
