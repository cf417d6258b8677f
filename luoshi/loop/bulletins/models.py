"""What was issued. The words are not kept: they are computed again from the head, and `digest` proves
them.
"""

from django.db import models


class Bulletin(models.Model):
    """A bulletin (通报): computed from entry `head`; `digest` is the sha256 of its words."""

    plan = models.ForeignKey("plan.Plan", models.CASCADE, related_name="+")
    code = models.SlugField(max_length=20)
    period = models.CharField(max_length=7)
    number = models.CharField(max_length=60)
    head = models.BigIntegerField()
    head_hash = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    made = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="bulletin_code_once")]

    def __str__(self) -> str:
        return self.number
