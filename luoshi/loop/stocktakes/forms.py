"""What one says to take stock, to write in a stocktake, to publish it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from luoshi.core.plan.words import spoken_period
from luoshi.engine.periods import Period
from luoshi.web.form_words import Form


class PeriodForm(Form):
    """The period to take stock of; `periods` are those on offer."""

    period = forms.ChoiceField(label=_("period"))

    def __init__(self, *args: object, periods: list[Period], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["period"].choices = [(str(period), spoken_period(period)) for period in periods]  # type: ignore[attr-defined]

    def clean_period(self) -> Period:
        return Period.parse(self.cleaned_data["period"])


class WordsForm(Form):
    """The words for one place; `seen` is the entry of those that stood there."""

    text = forms.CharField(required=False, strip=True)
    seen = forms.IntegerField(required=False, min_value=0)
    drop = forms.BooleanField(required=False)

    def clean_text(self) -> str:
        return "" if self.data.get("drop") else self.cleaned_data["text"]

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0


class PublicationForm(Form):
    """Number, language, and the entry that last changed what one looked at."""

    number = forms.CharField(
        label=_("document number"), max_length=60, required=False,
        help_text=_("As on other documents of your office; without one it has no red head."),
    )
    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)
    looked = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_looked(self) -> int:
        return self.cleaned_data["looked"] or 0
