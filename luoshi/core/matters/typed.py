"""Figures as people type them into a form: read to the stored int, or refused with the way out."""

from __future__ import annotations

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
    """A figure in `measured_in`, cleaned to the stored int; None where nothing was typed and nothing had to be.

    `signed`: it may lie below zero, as a growth rate does.
    """

    def __init__(self, measured_in: str, *, signed: bool = False, **options: Any) -> None:
        options.setdefault("error_messages", {"required": REFUSALS["empty"]})
        # Keyboards of telephones for decimals have no minus.
        attrs = {"inputmode": "text" if signed else "decimal", "autocomplete": "off"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs), **options)
        self.measured_in, self.signed = measured_in, signed

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return quantity(text, self.measured_in, signed=self.signed) if text else None

    def prepare_value(self, value: Any) -> Any:
        return plain(value, self.measured_in) if isinstance(value, int) else value


def quantity(text: str, label: str, *, signed: bool = False) -> int:
    """The stored int; ValidationError with the reason and the way out."""
    try:
        return parse(text, label, signed=signed)
    except QuantityError as error:
        numbers = {"label": label, "decimals": len(str(factor(label))) - 1}
        raise ValidationError(REFUSALS[error.code], params=numbers) from error
