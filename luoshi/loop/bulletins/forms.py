"""What one says to issue a bulletin."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from luoshi.engine.periods import Period
from luoshi.loop.bulletins.rules import over
from luoshi.web.form_words import Form


class PreviewForm(Form):
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
            period = Period.parse(self.cleaned_data["period"].strip())
        except ValueError as error:
            raise ValidationError(
                _("Write a month such as 2026-07, a quarter 2026Q3 or a half 2026H1.")
            ) from error
        over(period)
        return period


class IssueForm(PreviewForm):
    """The same, and `seen`: the entry from which the words were computed that one looked at."""

    seen = forms.IntegerField(required=False)

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0
