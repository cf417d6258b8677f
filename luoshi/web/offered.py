"""A line of text that offers what is known already, and takes something else as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms


class OfferedInput(forms.TextInput):
    """`offered`: (what would be typed, what is said beside it)."""

    template_name = "web/offered.html"

    def __init__(self, offered: Sequence[tuple[str, str]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        place = f"{context['widget']['attrs'].get('id', name)}_offered"
        context["widget"]["attrs"]["list"] = place
        return {**context, "place": place, "offered": self.offered}
