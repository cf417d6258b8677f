"""What the assessment publishes."""

from django.db import models


class FrozenStanding(models.Model):
    """A published ranking: `rows` is the canonical text of the standing, `head` the entry it was computed
    from.
    """

    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    period = models.CharField(max_length=7)
    head = models.BigIntegerField()
    rubric = models.CharField(max_length=20)
    rows = models.TextField()
    made = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "made"], name="standing_frozen_once_an_entry")]
        indexes = [models.Index(fields=["plan", "period", "made"], name="frozen_period")]

    def __str__(self) -> str:
        return f"{self.period} {self.head}"
