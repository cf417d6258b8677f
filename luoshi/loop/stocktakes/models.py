"""Stocktakes, and the words of people in them. What is computed is not kept: it follows from the head, and `digest`
proves it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.core.organisation.models import Person


class StocktakeQuerySet(models.QuerySet["Stocktake"]):
    """Permission lives in the query."""

    def visible_to(self, person: Person) -> StocktakeQuerySet:
        """Published ones for whoever sees the whole district, drafts for those who publish there."""
        sees, publishes = person.reach("see"), person.reach("publish")
        published = Q(concluded__isnull=False, plan__region__path__in=sees)
        return self.filter(published | Q(plan__region__path__in=publishes))

    def editable_by(self, person: Person) -> StocktakeQuerySet:
        return self.filter(concluded=None, plan__region__path__in=person.reach("publish"))


class Stocktake(models.Model):
    """Where we stand (盘点) for a period, computed from entry `head`: a draft until entry `concluded`.

    `made` is the entry that composed it, `entry` the last that changed it. Published under `number` or none, in
    `language`; `digest` is the sha256 of its words.
    """

    code = models.SlugField(max_length=20)
    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    period = models.CharField(max_length=7)
    head = models.BigIntegerField()
    head_hash = models.CharField(max_length=64)
    made = models.BigIntegerField()
    entry = models.BigIntegerField()
    number = models.CharField(_("document number"), max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=8, blank=True)
    concluded = models.BigIntegerField(null=True)

    objects = StocktakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("stocktake")
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="stocktake_code"),
            models.UniqueConstraint(fields=["plan", "period"], condition=Q(concluded=None), name="one_draft_a_period"),
        ]

    def __str__(self) -> str:
        return self.number or self.code

    def get_absolute_url(self) -> str:
        return reverse("stocktake", args=[self.code])


class Wording(models.Model):
    """What people say at one place of a stocktake, from entry `made` until `superseded`; empty where nothing is."""

    stocktake = models.ForeignKey(Stocktake, models.CASCADE, related_name="wordings")
    place = models.CharField(max_length=80)
    text = models.TextField()
    by_name = models.CharField(max_length=40)
    made = models.BigIntegerField()
    superseded = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("wording")
        constraints = [
            models.UniqueConstraint(
                fields=["stocktake", "place"], condition=Q(superseded=None), name="one_wording_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stocktake} {self.place}"
