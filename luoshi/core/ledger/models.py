"""The ledger's own tables, and the projections that follow from its facts."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Book(models.Model):
    """One district's ledger. Locking this row is the one lock under which entries are written."""

    region = models.OneToOneField("organisation.Unit", models.PROTECT, related_name="+")
    algorithm = models.CharField(max_length=10, default="sha256")
    head = models.BigIntegerField(default=0)
    head_hash = models.CharField(max_length=64)
    head_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.region} {self.head}"


class Entry(models.Model):
    """One fact, for ever. `text` is the canonical JSON that was hashed; other columns repeat parts of it for search.

    `text` is kept as text: a JSON column would be rewritten by PostgreSQL and break the chain.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="entries", db_index=False)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    fact = models.CharField(max_length=24)
    subject = models.CharField(max_length=60)
    text = models.TextField()
    hash = models.CharField(max_length=64)

    dossier: Any = None
    """While a report is recorded: what the action read of its matter. No column; see `book.record`."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "seq"], name="entry_once_a_sequence")]
        indexes = [
            models.Index(fields=["book", "subject", "seq"], name="entry_subject"),
            models.Index(fields=["book", "fact", "seq"], name="entry_fact"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.fact} {self.subject}"

    @property
    def parsed(self) -> dict[str, Any]:
        return json.loads(self.text)


class Report(models.Model):
    """What a unit said of one matter for one period. `made` is the entry; the other entries tell what became of it.

    `confidence`: per cent, as judged by who reports, that the goal will be met by its date; None where none was given.
    """

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="+", db_index=False)
    period = models.CharField(max_length=7)
    note = models.CharField(_("in one sentence"), max_length=500, blank=True)
    confidence = models.PositiveSmallIntegerField(_("judged confidence"), null=True)
    token = models.CharField(max_length=36)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    reported_on = models.DateField()
    late = models.BooleanField()
    made = models.BigIntegerField()
    verified = models.BigIntegerField(null=True)
    grade = models.CharField(max_length=1, blank=True)
    returned = models.BigIntegerField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    superseded = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "made"], name="report_once_an_entry"),
            models.UniqueConstraint(fields=["matter", "token"], name="report_once_a_token"),
        ]
        indexes = [
            models.Index(fields=["made"], name="report_made"),
            models.Index(
                fields=["made"],
                name="report_waiting",
                condition=models.Q(verified=None, returned=None, superseded=None),
            ),
            models.Index(fields=["made"], name="report_returned", condition=models.Q(returned__isnull=False)),
            models.Index(fields=["matter", "period"], name="report_period"),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.period}"

    @property
    def state(self) -> str:
        """One of waiting, verified, returned, replaced."""
        if self.returned:
            return "returned"
        if self.superseded:
            return "replaced"
        return "verified" if self.verified else "waiting"


class Reading(models.Model):
    """One figure of a report: a stored integer. It counts from entry `verified` until entry `superseded`."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="readings", db_index=False)
    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="+", db_index=False)
    measure = models.SlugField(max_length=20, db_index=False)
    period = models.CharField(max_length=7)
    value = models.BigIntegerField()
    made = models.BigIntegerField()
    verified = models.BigIntegerField(null=True)
    superseded = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "measure"], name="reading_once_a_report")]
        indexes = [models.Index(fields=["matter", "measure", "period"], name="reading_series")]

    def __str__(self) -> str:
        return f"{self.matter} {self.measure} {self.period}"


class Evidence(models.Model):
    """A file that proves a report. It is stored under its digest; the ledger holds the digest."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="evidence", db_index=False)
    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=100)
    size = models.BigIntegerField()
    made = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "digest"], name="evidence_once_a_report")]
        indexes = [models.Index(fields=["digest"], name="evidence_digest")]

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it as it is."""
        return self.mime in {"image/jpeg", "image/png", "image/webp"}

    def __str__(self) -> str:
        return self.name


class Tally(models.Model):
    """How many open matters show a light, per lead unit, workstream and kind; kept on write, spanned by entries."""

    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey("organisation.Unit", models.CASCADE, related_name="+", db_index=False)
    workstream = models.ForeignKey("plan.Workstream", models.CASCADE, related_name="+", db_index=False)
    kind = models.SlugField(max_length=20, db_index=False)
    light = models.CharField(max_length=6)
    count = models.IntegerField()
    made = models.BigIntegerField()
    superseded = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "unit", "workstream", "kind", "light"],
                condition=models.Q(superseded=None),
                name="one_tally_in_force",
            )
        ]
        indexes = [models.Index(fields=["plan", "superseded", "made"], name="tally_span")]

    def __str__(self) -> str:
        return f"{self.light} {self.count}"
