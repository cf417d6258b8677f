"""What the forms of the desks share: figures as people type them, and what the ledger refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from luoshi.engine.quantity import QuantityError, factor, parse, plain

REFUSALS = {
    "empty": _("Write the figure."),
    "not_a_number": _("This is not a number. Write digits only, such as 1234.5."),
    "negative": _("A figure cannot be negative."),
    "too_precise": _("Too many decimals: at most %(decimals)s for %(label)s."),
    "too_large": _("The figure is too large. Check the unit of measure: it is %(label)s."),
}


class QuantityField(forms.CharField):
    """A figure in `measured_in`, cleaned to the stored int; None where nothing was typed and nothing had to be."""

    def __init__(self, measured_in: str, **options: Any) -> None:
        options.setdefault("error_messages", {"required": REFUSALS["empty"]})
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs), **options)
        self.measured_in = measured_in

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return quantity(text, self.measured_in) if text else None

    def prepare_value(self, value: Any) -> Any:
        return plain(value, self.measured_in) if isinstance(value, int) else value


def quantity(text: str, label: str) -> int:
    """The stored int; ValidationError with the reason and the way out."""
    try:
        return parse(text, label)
    except QuantityError as error:
        numbers = {"label": label, "decimals": len(str(factor(label))) - 1}
        raise ValidationError(REFUSALS[error.code], params=numbers) from error


def accepted(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What `act` made; where the ledger refuses, None, and the form says why at the field it is about."""
    try:
        return act()
    except ValidationError as error:
        reasons = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, messages in reasons.items():
            form.add_error(field if field in form.fields else None, messages)
    return None
