"""Matter (事项), the hinge: one row for everything that is tracked, whatever its kind."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from luoshi.core.matters import rules
from luoshi.core.organisation.models import Person
from luoshi.core.plan.queries import at


class Light(models.TextChoices):
    RED = "red", _("off track")
    YELLOW = "yellow", _("watch")
    GREY = "grey", _("no report")
    GREEN = "green", _("on track")


class Rollup(models.TextChoices):
    """How a matter gets its completion: by its own reports, or from its children."""

    OWN = "own", _("by its own reports")
    EQUAL = "equal", _("mean of its children, equally")
    WEIGHT = "weight", _("mean of its children, by weight")
    INVESTMENT = "investment", _("mean of its children, by annual investment")


class Nature(models.TextChoices):
    """How a figure may be added and compared."""

    CUMULATIVE = "cumulative", _("cumulative since the year's start")
    POINT = "point", _("level at a point in time")
    RATE = "rate", _("growth rate")


class Direction(models.TextChoices):
    MORE = "more", _("more is better")
    LESS = "less", _("less is better")


class Cadence(models.TextChoices):
    """How often a figure is published, so how often a report can be due; values are kinds of `engine.periods`."""

    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    HALF = "half", _("half year")
    YEAR = "year", _("year")


NO_PATH = "[]"  # a goal without a trajectory of its own
REPORT_DAYS = 5  # after a period's end, unless the figure is published later


class Tracked(models.Model):
    """What is known of a matter. `Matter` holds it as of now, `MatterState` as of any earlier entry.

    Figures: `goal`, `value`, `pending` as stored integers of `unit_label` (see engine.quantity), `investment` in 分;
    `completion`, `elapsed`, `deviation`, `pace` in basis points. `value` is verified, `pending` is reported and waits.
    `pace` is what the ranking counts: completion ÷ elapsed, 0 where a figure was due and none of grade A or B stands.
    `year` is the year whose goal and figures these are; 0 for a kind that is counted from start to due.
    `path` is the goal's own trajectory (canonical JSON: twelve cumulative month values, or []), `path_deviation` how
    far the verified value stands from it, in basis points of the goal. How a figure runs — `nature`, `direction`,
    `cadence`, `due_days` — is a `kinds.Course`. `confidence` is judged by who reports: per cent that the goal is met.
    """

    # No index by itself: each child names the few that its lists are read by, and a matter has hundreds of states.
    code = models.SlugField(_("code"), max_length=20, db_index=False)
    kind = models.SlugField(_("kind"), max_length=20, db_index=False)
    title = models.CharField(_("title"), max_length=200)
    lead_unit = models.ForeignKey(
        "organisation.Unit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("lead unit")
    )
    responsible = models.CharField(_("responsible person"), max_length=40, blank=True)
    plan = models.ForeignKey("plan.Plan", models.PROTECT, related_name="+", db_index=False)
    workstream = models.ForeignKey(
        "plan.Workstream", models.PROTECT, related_name="+", db_index=False, verbose_name=_("workstream")
    )
    weight = models.PositiveIntegerField(_("weight"), default=1)
    start = models.DateField(_("start"))
    due = models.DateField(_("due"))
    stage = models.SlugField(_("stage"), max_length=20, db_index=False)
    origin = models.CharField(_("origin"), max_length=60, blank=True)
    rollup = models.CharField(_("number follows"), max_length=12, choices=Rollup.choices, default=Rollup.OWN)
    unit_label = models.CharField(_("unit of measure"), max_length=12)
    year = models.PositiveSmallIntegerField(_("year of the goal"), null=True)
    goal = models.BigIntegerField(_("goal"), null=True)
    value = models.BigIntegerField(_("verified value"), null=True)
    value_period = models.CharField(max_length=7, blank=True)
    grade = models.CharField(_("evidence grade"), max_length=1, blank=True)
    pending = models.BigIntegerField(_("unverified value"), null=True)
    pending_period = models.CharField(max_length=7, blank=True)
    reported_period = models.CharField(max_length=7, blank=True)
    completion = models.IntegerField(_("completion"), null=True)
    elapsed = models.IntegerField(_("pro-rata progress"), null=True)
    deviation = models.IntegerField(_("deviation"), null=True)
    pace = models.IntegerField(null=True)
    investment = models.BigIntegerField(_("annual investment"), default=0)
    path = models.TextField(default=NO_PATH)
    path_deviation = models.IntegerField(_("deviation from trajectory"), null=True)
    nature = models.CharField(_("nature"), max_length=10, choices=Nature.choices, default=Nature.CUMULATIVE)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.MORE)
    cadence = models.CharField(_("published every"), max_length=7, choices=Cadence.choices, default=Cadence.MONTH)
    due_days = models.PositiveSmallIntegerField(_("published after days"), default=REPORT_DAYS)
    confidence = models.PositiveSmallIntegerField(_("judged confidence"), null=True)
    light = models.CharField(_("light"), max_length=6, choices=Light.choices, default=Light.GREY)
    reasons = models.TextField(default="[]")
    closed_on = models.DateField(_("closed on"), null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return f"/matters/{self.code}/"

    @property
    def key(self) -> int:
        """The matter's key, whether this is its row of now or of an earlier entry."""
        raise NotImplementedError


class MatterQuerySet(models.QuerySet["Matter"]):
    """Permission lives in the query: what is not in it does not exist for that person."""

    def visible_to(self, person: Person) -> MatterQuerySet:
        """Matters led or supported within the person's reach."""
        return self.filter(rules.visible(person))

    def reportable_by(self, person: Person) -> MatterQuerySet:
        """Open matters led within the reach of `report` whose number is their own."""
        return self.filter(rules.led_within(person, "report"), closed_on=None, rollup=Rollup.OWN)

    def verifiable_by(self, person: Person) -> MatterQuerySet:
        return self.filter(rules.led_within(person, "verify"))

    def assignable_by(self, person: Person) -> MatterQuerySet:
        return self.filter(rules.led_within(person, "assign"))


TOP = models.Q(parent=None, closed_on=None)
# How much a matter pulls its district down. Cast first: the product of two 32-bit columns does not fit into one.
SHORTFALL = Cast("deviation", models.BigIntegerField()) * models.F("weight")


class Matter(Tracked):
    """A matter as of now. `entry` is the last ledger entry that changed it, `opened` the one that registered it."""

    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", db_index=False)
    opened = models.BigIntegerField()
    entry = models.BigIntegerField()

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="matter_code"),
            models.UniqueConstraint(fields=["kind", "number"], name="matter_number"),
        ]
        indexes = [
            models.Index(fields=["plan", "due", "id"], name="matter_due"),
            models.Index(fields=["plan", "light", "due", "id"], name="matter_light"),
            models.Index(fields=["plan", "kind", "due", "id"], name="matter_kind"),
            models.Index(fields=["plan", "workstream", "due", "id"], name="matter_workstream"),
            models.Index(fields=["lead_unit", "due", "id"], name="matter_lead"),
            models.Index(fields=["plan", "deviation", "id"], name="matter_deviation"),
            models.Index(fields=["plan", "kind", "deviation", "id"], name="matter_kind_deviation"),
            models.Index(fields=["origin"], name="matter_origin"),
            # Matters without a parent are many: an index that led to all of them would be taken for a good one.
            models.Index(fields=["parent"], name="matter_parent", condition=models.Q(parent__isnull=False)),
            models.Index(fields=["plan", "-weight", "code"], name="matter_heaviest", condition=TOP),
            models.Index(
                "plan",
                SHORTFALL,
                "code",
                name="matter_behind",
                condition=TOP & models.Q(deviation__isnull=False),
            ),
        ]

    @property
    def key(self) -> int:
        return self.pk


class MatterStateQuerySet(models.QuerySet["MatterState"]):
    def at(self, head: int) -> MatterStateQuerySet:
        """The rows that stood when entry `head` was the last: one a matter."""
        return self.filter(at(head))

    def visible_to(self, person: Person) -> MatterStateQuerySet:
        return self.filter(rules.visible(person, of="matter_id"))


class MatterState(Tracked):
    """A matter as it stood from entry `made` until entry `superseded`."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="states", db_index=False)
    parent_code = models.CharField(max_length=20, blank=True)
    made = models.BigIntegerField()
    superseded = models.BigIntegerField(null=True)

    objects = MatterStateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "made"], name="state_once_an_entry"),
            models.UniqueConstraint(fields=["matter"], condition=models.Q(superseded=None), name="one_state_in_force"),
        ]
        indexes = [
            models.Index(fields=["superseded", "made"], name="state_span"),
            models.Index(fields=["lead_unit", "superseded", "made"], name="state_lead"),
            models.Index(fields=["parent_code", "superseded", "made"], name="state_parent"),
            models.Index(fields=["plan", "due", "matter"], name="state_due"),
            models.Index(fields=["code"], name="state_code"),
        ]

    @property
    def key(self) -> int:
        return self.matter_id


class Party(models.Model):
    """A unit that leads or supports a matter (责任单位); what makes the matter visible there."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="parties", db_index=False)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+", db_index=False)
    leads = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="party_once")]
        indexes = [models.Index(fields=["unit", "matter"], name="party_unit")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.matter}"


class Goal(models.Model):
    """What a measure should reach in a year (year 0: by the matter's due date).

    `value` is stored like every figure; `path` is canonical JSON: twelve cumulative month values, or [].
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="goals")
    measure = models.SlugField(max_length=20, db_index=False)
    year = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()
    path = models.TextField(default=NO_PATH)
    made = models.BigIntegerField()
    superseded = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "measure", "year"], condition=models.Q(superseded=None), name="one_goal_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}"
