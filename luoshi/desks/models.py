"""What a desk remembers for its person. No fact: a preference changes nothing that is tracked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A work list somebody comes back to: `query` is the address's parameters."""

    person = models.ForeignKey("organisation.Person", models.CASCADE, related_name="+")
    name = models.CharField(_("name of the view"), max_length=30)
    query = models.CharField(max_length=1000)

    class Meta:
        verbose_name = _("saved view")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="view_once_a_person")]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A table somebody brought (导入), from the file to what was written. Its folder under UPLOADS_ROOT holds the file.

    `mapping`: {"columns": {column code: letter}, "values": {column code: the same for every row}, "others": [letters]}.
    `run` names who works on it, who says so again at least every minute in `beat`. `done` of `total` rows are through.
    """

    class Stage(models.TextChoices):
        MAPPING = "mapping", _("columns to be told")
        COMPARING = "comparing", _("being compared")
        PREVIEW = "preview", _("waits to be accepted")
        APPLYING = "applying", _("being written")
        DONE = "done", _("written")
        CANCELLED = "cancelled", _("cancelled")
        DISCARDED = "discarded", _("discarded")
        STOPPED = "stopped", _("broken off")

    person = models.ForeignKey("organisation.Person", models.CASCADE, related_name="+")
    region = models.ForeignKey("organisation.Unit", models.CASCADE, related_name="+")
    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    sheet = models.CharField(max_length=40)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.MAPPING)
    tab = models.PositiveSmallIntegerField(default=0)
    first = models.PositiveIntegerField(default=1)
    last = models.PositiveIntegerField(default=1)
    mapping = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    run = models.CharField(max_length=36, blank=True)
    began = models.DateTimeField(null=True)
    beat = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("upload")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def working(self) -> bool:
        return self.stage in (self.Stage.COMPARING, self.Stage.APPLYING)


class UploadLine(models.Model):
    """What one line of an upload would do (导入行), and when it was done."""

    class State(models.TextChoices):
        NEW = "new", _("new line")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        REFUSED = "refused", _("refused")

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State)
    subject = models.CharField(max_length=200)
    shown = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    payload = models.JSONField(default=dict)
    applied = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("upload line")
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["upload", "place"], name="line_once_an_upload")]
        indexes = [models.Index(fields=["upload", "state", "place"], name="lines_by_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"
