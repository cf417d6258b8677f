"""What a project adds to a matter."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from luoshi.engine.quantity import show

# The national project code, format only.
PROJECT_CODE = RegexValidator(r"^\d{4}-\d{6}-\d{2}-\d{2}-\d{5}[0-9A-Z]$", _("Write it like 2026-210000-04-01-123456."))


class Project(models.Model):
    """A project (项目): where it stands and what it costs in all, in 分."""

    matter = models.OneToOneField("matters.Matter", models.CASCADE, related_name="+", primary_key=True)
    site = models.CharField(_("site"), max_length=120, blank=True)
    project_code = models.CharField(_("national project code"), max_length=24, blank=True, validators=[PROJECT_CODE])
    total_investment = models.BigIntegerField(_("total investment"), default=0)

    class Meta:
        verbose_name = _("project")

    def __str__(self) -> str:
        return self.site

    @property
    def total_shown(self) -> str:
        """The total investment for reading, with its unit."""
        return f"{show(self.total_investment, '亿元')} 亿元"
