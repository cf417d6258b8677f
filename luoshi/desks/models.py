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
