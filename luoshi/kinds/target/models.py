"""What a target adds to a matter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Target(models.Model):
    """A key target (关键目标): the indicator it counts and where the figure comes from."""

    matter = models.OneToOneField("matters.Matter", models.CASCADE, related_name="+", primary_key=True)
    indicator = models.CharField(_("indicator"), max_length=80)
    source = models.CharField(_("source of the figure"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("target")

    def __str__(self) -> str:
        return self.indicator
