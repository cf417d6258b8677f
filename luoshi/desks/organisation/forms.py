"""What an administrator fills in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.core.organisation.models import Person, Unit
from luoshi.core.organisation.roles import ROLES
from luoshi.web.form_words import Form

CODE = r"^[a-z][a-z0-9-]*$"
BENEATH = [(value, label) for value, label in Unit.Kind.choices if value not in (Unit.Kind.REGION, Unit.Kind.PEER)]
SEPARATORS = re.compile(r"[\n,，、;；]+")
MISSPELT = {"invalid": _("Use small letters, digits and hyphens only, and begin with a letter.")}


class AliasesField(forms.CharField):
    """Names, one a line or with commas between them."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        names = [name.strip() for name in SEPARATORS.split(super().to_python(value) or "")]
        return [name for name in dict.fromkeys(names) if name]

    def validate(self, value: list[str]) -> None:
        if any(len(name) > 80 for name in value):
            raise forms.ValidationError(_("A name has at most 80 characters."))


ALIASES = _("Other names by which minutes call the unit, one a line. Directives find it by any of them.")


class UnitForm(Form):
    """A unit beneath another."""

    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.RegexField(
        CODE,
        label=pgettext_lazy("unit", "Code"),
        max_length=40,
        error_messages=MISSPELT,
        help_text=_("Small letters, digits and hyphens; it stays for ever."),
    )
    kind = forms.ChoiceField(label=_("Kind of unit"), choices=BENEATH)
    aliases = AliasesField(label=_("Aliases"), required=False, help_text=ALIASES)


class NameForm(Form):
    """The names of a unit."""

    name = forms.CharField(label=_("Name"), max_length=80)
    aliases = AliasesField(label=_("Aliases"), required=False, help_text=ALIASES)


class PostForm(Form):
    """A post and its role."""

    title = forms.CharField(label=_("Post"), max_length=60)
    role = forms.ChoiceField(label=_("Role"), choices=[(role.code, role.name) for role in ROLES.values()])


class AppointForm(PostForm):
    """A post for somebody who has a login."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=Person.objects.none(), empty_label="—")
    field_order = ("person", "title", "role")

    def __init__(self, people: QuerySet[Person], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = lambda person: f"{person.name} ({person.username})"  # type: ignore[attr-defined]


class AdmitForm(PostForm):
    """A login and a first post for somebody new."""

    name = forms.CharField(label=_("Name of the person"), max_length=40)
    username = forms.RegexField(
        CODE,
        label=_("Login name"),
        max_length=40,
        error_messages=MISSPELT,
        help_text=_("Small letters, digits and hyphens, such as a name in pinyin."),
    )
    field_order = ("name", "username", "title", "role")
