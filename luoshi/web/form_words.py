"""Forms that say what is wrong and the way out, in place of Django's own words about "a valid value"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DAY = _("Write the day as 2026-08-31.")
NOT_OFFERED = _("This is not on offer. Choose one from the list.")
INVISIBLE = _("There are characters in it that cannot be seen. Type it again.")

# Nearest first: a field takes the words of the first class it belongs to that has some for the reason.
WORDS: list[tuple[type[forms.Field], dict[str, Any]]] = [
    (forms.SlugField, {"invalid": _("Use letters, digits and hyphens only, such as 2026-08.")}),
    (forms.RegexField, {"invalid": _("This is not how it is written. Keep to what the note below says.")}),
    (forms.DateField, {"required": _("Give the day, such as 2026-08-31."), "invalid": DAY}),
    (
        forms.DateTimeField,
        {
            "required": _("Give day and time, such as 2026-08-31 09:30."),
            "invalid": _("Write day and time as 2026-08-31 09:30."),
        },
    ),
    (
        forms.DecimalField,
        {
            "invalid": _("Write a number, such as 12.5."),
            "max_decimal_places": _("At most %(max)s decimals. Round it."),
        },
    ),
    (
        forms.IntegerField,
        {
            "invalid": _("Write a whole number, such as 12."),
            "min_value": _("At least %(limit_value)s. Write a larger number."),
            "max_value": _("At most %(limit_value)s. Write a smaller number."),
        },
    ),
    (
        forms.ChoiceField,
        {
            "required": _("Choose one."),
            "invalid_choice": NOT_OFFERED,
            "invalid_list": NOT_OFFERED,
            "invalid_pk_value": NOT_OFFERED,
        },
    ),
    (
        forms.FileField,
        {
            "required": _("Choose a file."),
            "invalid": _("The file did not arrive. Choose it again."),
            "missing": _("The file did not arrive. Choose it again."),
            "empty": _("The file is empty. Choose another."),
        },
    ),
    (
        forms.CharField,
        {
            "max_length": _("At most %(limit_value)d characters; these are %(show_value)d. Shorten it."),
            "null_characters_not_allowed": INVISIBLE,
        },
    ),
    (forms.Field, {"required": _("Fill this in.")}),
]


def speak(field: forms.Field) -> None:
    """Give a field the house's words wherever it still has Django's; words of its own stay."""
    inherited = {
        id(message) for kind in type(field).__mro__ for message in vars(kind).get("default_error_messages", {}).values()
    }
    for kind, words in reversed(WORDS):
        if isinstance(field, kind):
            for code, message in words.items():
                if id(field.error_messages.get(code)) in inherited or code not in field.error_messages:
                    field.error_messages[code] = message
                    inherited.add(id(message))


class Spoken:
    """Its fields speak the house's words, also those that were added while the form was made."""

    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        for field in self.fields.values():
            speak(field)
        super().full_clean()  # type: ignore[misc]


class Form(Spoken, forms.Form):
    """The form that every form of the house is made from."""


class ModelForm(Spoken, forms.ModelForm):
    """The same for a form that follows a table."""


def accepted(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What `act` made; where it refuses, None, and the form says why at the field it is about."""
    try:
        return act()
    except ValidationError as error:
        reasons = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, messages in reasons.items():
            form.add_error(field if field in form.fields else None, messages)
    return None
