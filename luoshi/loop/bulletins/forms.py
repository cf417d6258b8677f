"""What one says to issue a bulletin."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from luoshi.engine.periods import Period


class IssueForm(forms.Form):
    """Period, document mark and language."""

    period = forms.CharField(
        label=_("period"), max_length=7, help_text=_("A month 2026-07, a quarter 2026Q3 or a half 2026H1.")
    )
    mark = forms.CharField(
        label=_("document mark"),
        max_length=12,
        help_text=_("The characters before the year in the number of your documents."),
    )
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"].strip())
        except ValueError as error:
            raise ValidationError(
                _("Write a month such as 2026-07, a quarter 2026Q3 or a half 2026H1.")
            ) from error
