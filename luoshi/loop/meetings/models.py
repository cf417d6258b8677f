"""Meetings and what was said in them. Every table follows from the ledger; directives and minutes are
spanned by entries.
"""

from __future__ import annotations

import json

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person
from luoshi.core.organisation.queries import units_within
from luoshi.core.plan.queries import at

PASTED = "paste"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Permission lives in the query."""

    def visible_to(self, person: Person) -> MeetingQuerySet:
        """Meetings of units within the person's reach, and those from which a matter they see was
        assigned.
        """
        given = Assignment.objects.filter(matter__in=Matter.objects.visible_to(person))
        return self.filter(Q(unit__in=units_within(person, "see")) | Q(pk__in=given.values("meeting")))

    def assignable_by(self, person: Person) -> MeetingQuerySet:
        """Meetings whose minutes the person may take and assign."""
        return self.filter(unit__in=units_within(person, "assign"))

    def at(self, head: int | None) -> MeetingQuerySet:
        return self if head is None else self.filter(made__lte=head)


class Meeting(models.Model):
    """A meeting of `unit`, in the book of its `region`."""

    code = models.SlugField(max_length=30)
    region = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    held_at = models.DateTimeField()
    place = models.CharField(max_length=80, blank=True)
    chair = models.CharField(max_length=40, blank=True)
    made = models.BigIntegerField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="meeting_code")]
        indexes = [models.Index(fields=["region", "-held_at"], name="meeting_held")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.code])


class AgendaItem(models.Model):
    """What a meeting took up, in its order."""

    class Kind(models.TextChoices):
        CONVEY = "convey", _("conveyance")
        BRIEF = "brief", _("briefing")
        SPEECH = "speech", _("speech")
        REMARKS = "remarks", _("remarks")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=120)
    speaker = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="agenda_order")]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Somebody who was there, or was to be, as the list says it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    unit = models.CharField(max_length=80, blank=True)
    post = models.CharField(max_length=60, blank=True)
    present = models.BooleanField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="attendance_order")]

    def __str__(self) -> str:
        return self.name


class Minutes(models.Model):
    """The text of a meeting. `source` is `paste` or a file's name; `digest` is the SHA-256 of what came
    in.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="minutes")
    text = models.TextField()
    source = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    characters = models.PositiveIntegerField()
    made = models.BigIntegerField()
    superseded = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("minutes")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "made"], name="minutes_once_an_entry"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(superseded=None), name="one_text_of_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.source}"


class DirectiveQuerySet(models.QuerySet["Directive"]):
    def at(self, head: int | None) -> DirectiveQuerySet:
        """The directives that stand now, or stood when entry `head` was the last."""
        return self.filter(superseded=None) if head is None else self.filter(at(head))


class Directive(models.Model):
    """What the minutes ask of somebody: `text` is the slice `start:end` of the minutes. It keeps its
    number.

    `units` and `lead_units` are the phrases as written, `matched_units` and `matched_leads` codes of
    units: JSON lists. `deadline` and `measure` are as written; `vague` says that nothing in it can be
    checked. A row that was split or merged says in `replaced_by` into which numbers.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="directives")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    speaker = models.CharField(max_length=80, blank=True)
    units = models.TextField(default="[]")
    lead_units = models.TextField(default="[]")
    matched_units = models.TextField(default="[]")
    matched_leads = models.TextField(default="[]")
    deadline = models.CharField(max_length=80, blank=True)
    due = models.DateField(null=True)
    measure = models.CharField(max_length=200, blank=True)
    vague = models.BooleanField()
    dropped = models.CharField(max_length=200, blank=True)
    replaced_by = models.CharField(max_length=200, blank=True)
    made = models.BigIntegerField()
    superseded = models.BigIntegerField(null=True)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("directive")
        ordering = ["start", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number", "made"], name="directive_once_an_entry"),
            models.UniqueConstraint(
                fields=["meeting", "number"], condition=Q(superseded=None), name="one_directive_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting.code}#{self.number}"

    @property
    def origin(self) -> str:
        """How a matter names the sentence it comes from."""
        return f"{self.meeting.code}#{self.number}"

    @property
    def phrases(self) -> list[str]:
        """Whom it addresses, as written; those who lead first."""
        leads = json.loads(self.lead_units)
        return [*leads, *(phrase for phrase in json.loads(self.units) if phrase not in leads)]

    @property
    def lead_codes(self) -> list[str]:
        return json.loads(self.matched_leads)

    @property
    def unit_codes(self) -> list[str]:
        """Codes of all units it addresses, those who lead first."""
        leads = self.lead_codes
        return [*leads, *(code for code in json.loads(self.matched_units) if code not in leads)]


class Assignment(models.Model):
    """A directive became a matter."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="assignments")
    number = models.PositiveIntegerField()
    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="+")
    made = models.BigIntegerField()

    class Meta:
        verbose_name = _("assignment")
        ordering = ["number", "pk"]
        constraints = [models.UniqueConstraint(fields=["matter"], name="matter_assigned_once")]
        indexes = [models.Index(fields=["meeting", "number"], name="assignment_directive")]

    def __str__(self) -> str:
        return f"{self.meeting.code}#{self.number}"
