"""What a target adds to a matter, and what targets are compared by: indicators, cascades, figures of peers."""

from __future__ import annotations

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.core.matters.models import Cadence, Direction, Nature
from luoshi.engine.natures import adds_up


class Scope(models.TextChoices):
    """Whose figure a target is."""

    DISTRICT = "district", _("of the whole district")
    UNIT = "unit", _("of the lead unit alone")


class Target(models.Model):
    """A key target (关键目标): the indicator it counts, by name, whose figure it is, and where it comes from."""

    matter = models.OneToOneField("matters.Matter", models.CASCADE, related_name="+", primary_key=True)
    indicator = models.CharField(_("indicator"), max_length=60, db_index=True)
    scope = models.CharField(_("whose figure"), max_length=8, choices=Scope.choices, default=Scope.DISTRICT)
    source = models.CharField(_("source of the figure"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("target")

    def __str__(self) -> str:
        return self.indicator

    @cached_property
    def number(self) -> int | None:
        """The number of the indicator, which never changes; None where it is not defined."""
        found = Indicator.objects.filter(plan=self.matter.plan_id, name=self.indicator, superseded=None)
        return found.values_list("number", flat=True).first()


BASE_OF_RATES = "亿元"


class Indicator(models.Model):
    """An indicator (指标) as it was defined from entry `made` until `superseded`; its name is its key for ever.

    `sums`: whether levels of units may be added up (inhabitants may, prices may not); sums always may, rates never.
    A figure is published `due_days` days after the end of each `cadence`.
    """

    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    name = models.CharField(_("indicator"), max_length=60)
    unit_label = models.CharField(_("unit of measure"), max_length=12)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices, default=Nature.CUMULATIVE)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.MORE)
    sums = models.BooleanField(_("adds up over units"), default=True)
    source = models.CharField(_("source of the figure"), max_length=120, blank=True)
    lead_unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+", verbose_name=_("lead unit"))
    cadence = models.CharField(_("published every"), max_length=7, choices=Cadence.choices, default=Cadence.MONTH)
    due_days = models.PositiveSmallIntegerField(_("published after days"), default=5)
    made = models.BigIntegerField()
    superseded = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("indicator")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"], condition=models.Q(superseded=None), name="indicator_defined_once"
            ),
            models.UniqueConstraint(fields=["plan", "number", "made"], name="indicator_once_an_entry"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/targets/{self.number}/"

    @property
    def adds(self) -> bool:
        """Whether the units' figures may be summed."""
        return adds_up(self.nature, sums=self.sums and self.nature == Nature.POINT)

    @property
    def base_label(self) -> str:
        """In what last year's base is counted: the figure itself; of a rate the amount that grew, as money."""
        return BASE_OF_RATES if self.nature == Nature.RATE else self.unit_label


class Level(models.TextChoices):
    """The levels of a cascade (层层分解), from the top."""

    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    DISTRICT = "district", _("district")
    UNIT = "unit", _("unit of the district")


class Share(models.Model):
    """One row of a cascade (目标分解): what a superior assigned to a holder for a year, and what it builds on.

    `holder` is the code of a unit of the district, of the district itself, or the name of a superior. `own` is what the
    holder set itself, only for holders without a target of their own in this house: those say it by their goal.
    """

    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+", db_index=False)
    indicator = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    holder = models.CharField(_("holder"), max_length=80)
    name = models.CharField(max_length=80)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    superior = models.CharField(_("superior"), max_length=80, blank=True)
    assigned = models.BigIntegerField(pgettext_lazy("target", "assigned"), null=True)
    own = models.BigIntegerField(_("own target"), null=True)
    base = models.BigIntegerField(_("base"), null=True)
    place = models.PositiveIntegerField(default=0)
    made = models.BigIntegerField()
    superseded = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("share of a cascade")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator", "year", "holder"],
                condition=models.Q(superseded=None),
                name="one_share_a_holder",
            )
        ]
        indexes = [models.Index(fields=["plan", "year", "indicator", "place"], name="share_cascade")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year} {self.name}"


class Peer(models.Model):
    """A district that this one is compared with (对标单位), and the group in which like is compared with like."""

    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    name = models.CharField(_("peer"), max_length=80)
    group = models.CharField(_("peer group"), max_length=40, blank=True)
    made = models.BigIntegerField()
    superseded = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("peer")
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], condition=models.Q(superseded=None), name="peer_once")
        ]

    def __str__(self) -> str:
        return self.name


class PeerReading(models.Model):
    """What a peer published of an indicator for a period, as it was published; the district itself is one of them.

    `value` and `goal` (of the year) are stored integers of the indicator's unit; `growth` is year-on-year, in basis
    points.
    """

    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+", db_index=False)
    indicator = models.CharField(max_length=60)
    period = models.CharField(max_length=7)
    peer = models.CharField(_("peer"), max_length=80)
    value = models.BigIntegerField(_("level"), null=True)
    growth = models.BigIntegerField(_("growth"), null=True)
    goal = models.BigIntegerField(_("goal"), null=True)
    source = models.CharField(_("source of the figure"), max_length=120, blank=True)
    made = models.BigIntegerField()
    superseded = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("figure of a peer")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator", "period", "peer"],
                condition=models.Q(superseded=None),
                name="one_figure_a_peer",
            )
        ]
        indexes = [
            models.Index(fields=["plan", "indicator", "period"], name="peer_indicator"),
            models.Index(fields=["plan", "period"], name="peer_period"),
        ]

    def __str__(self) -> str:
        return f"{self.peer} {self.indicator} {self.period}"
