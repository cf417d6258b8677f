"""What a person fills in between a file and what is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.desks.models import Upload
from luoshi.desks.sheets.reading import choices
from luoshi.web import cells
from luoshi.web.form_words import Form
from luoshi.web.heads import Head
from luoshi.web.sheets import Column, Sheet

ACCEPTED = ".xlsx,.xls,.xlsm,.et,.csv,.tsv,.txt"
PASTED = 2_000_000  # characters


class FileForm(Form):
    """A file, or rows copied out of one."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Excel or WPS (.xlsx, .xls), or text (.csv, .tsv); at most 20 MB and 100,000 rows."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    text = forms.CharField(
        label=_("Or rows pasted from Excel, with their head"),
        required=False,
        max_length=PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not said.get("file") and not str(said.get("text", "")).strip():
            self.add_error("file", _("Choose a file, or paste rows."))
        return said


class TabForm(Form):
    """Which tab, and in which rows its head stands."""

    tab = forms.TypedChoiceField(label=_("Tab"), coerce=int)
    first = forms.IntegerField(label=_("Head from row"), min_value=1, max_value=100_000)
    last = forms.IntegerField(label=_("to row"), min_value=1, max_value=100_000)

    def __init__(self, tabs: Sequence[tuple[int, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["tab"].choices = tabs  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not 0 <= said["last"] - said["first"] < 6:
            self.add_error("last", _("A head takes one to six rows, from top to bottom."))
        return said


class MappingForm(Form):
    """For each column of the sheet, the file's column or one value for every row; of a wide table, what are values."""

    def __init__(self, upload: Upload, sheet: Sheet, head: Head, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.upload, self.sheet = upload, sheet
        letters = [(letter, f"{letter} · {name}") for letter, name in head.letters]
        self.letters = [letter for letter, _name in head.letters]
        for column in sheet.columns:
            self.fields[f"column-{column.code}"] = forms.ChoiceField(
                label=str(column.name),
                choices=[("", _("not in the file")), *letters],
                required=False,
                initial=upload.mapping.get("columns", {}).get(column.code, ""),
            )
            self.fields[f"value-{column.code}"] = forms.CharField(
                label=_("One value for every row"),
                max_length=200,
                required=False,
                initial=upload.mapping.get("values", {}).get(column.code, ""),
                widget=forms.TextInput(attrs={"placeholder": _("the same in every row"), "autocomplete": "off"}),
            )
        if sheet.unfolds:
            self.fields["others"] = forms.MultipleChoiceField(
                label=_("Columns whose cells are values of their own"),
                choices=letters,
                required=False,
                initial=upload.mapping.get("others", ()),
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def pairs(self) -> list[tuple[Column, forms.BoundField, forms.BoundField]]:
        return [(column, self[f"column-{column.code}"], self[f"value-{column.code}"]) for column in self.sheet.columns]

    @property
    def mapping(self) -> dict[str, Any]:
        said = self.cleaned_data
        columns = {column.code: said[f"column-{column.code}"] for column in self.sheet.columns}
        values = {column.code: said[f"value-{column.code}"] for column in self.sheet.columns}
        columns = {code: letter for code, letter in columns.items() if letter}
        others = set(said.get("others", ()))
        if others and self.sheet.unfolds:  # the column of values is one of them
            others |= {columns.pop(self.sheet.unfolds[1], "")} - {""}
        others -= set(columns.values())
        return {
            "columns": columns,
            "values": {code: value for code, value in values.items() if value and code not in columns},
            "others": [letter for letter in self.letters if letter in others],
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            self._check(self.mapping)
        return said

    def _check(self, mapping: dict[str, Any]) -> None:
        offered = choices(self.upload, self.sheet)
        unfolded = set(self.sheet.unfolds or ()) if mapping["others"] else set()
        for column in self.sheet.columns:
            value, told = mapping["values"].get(column.code, ""), mapping["columns"]
            if column.required and not value and column.code not in told and column.code not in unfolded:
                self.add_error(f"column-{column.code}", _("Say which column it is, or one value for every row."))
            try:
                cells.read(value, column.kind, offered.get(column.code, ()))
            except cells.Unfit as unfit:
                self.add_error(f"value-{column.code}", str(unfit))
        if not mapping["columns"]:
            self.add_error(None, _("No column of the file is used. Choose at least one."))


class ReasonForm(Form):
    """Why these rows are written; it stands with each of them in the ledger."""

    reason = forms.CharField(
        label=_("Why these rows are written"),
        max_length=300,
        help_text=_("One sentence, such as: figures of August as published. It stands in the ledger with each row."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
