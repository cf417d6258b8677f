"""Keeping a view."""

from urllib.parse import parse_qsl, urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.desks.models import SavedView
from luoshi.web.form_words import ModelForm

NOT_KEPT = {"page", "head", "csrfmiddlewaretoken"}
MOST = 20


class ViewForm(ModelForm):
    """A name for the list as it stands: filters, order, columns; not the page and not the entry."""

    class Meta:
        model = SavedView
        fields = ("name", "query")
        widgets = {"query": forms.HiddenInput}

    def clean_query(self) -> str:
        pairs = parse_qsl(self.cleaned_data["query"].removeprefix("?"))
        return urlencode([(name, value) for name, value in pairs if name not in NOT_KEPT])

    def clean_name(self) -> str:
        own = SavedView.objects.filter(person=self.instance.person)
        if own.filter(name=self.cleaned_data["name"]).exists():
            raise forms.ValidationError(_("You have a view of this name. Choose another."))
        if own.count() >= MOST:
            raise forms.ValidationError(_("You keep as many views as fit. Remove one first."))
        return self.cleaned_data["name"]
