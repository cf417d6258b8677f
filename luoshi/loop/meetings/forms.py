"""What people type about a meeting and about single directives."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.loop.meetings.models import PASTED, AgendaItem, Directive, Meeting
from luoshi.loop.meetings.roll import Roll
from luoshi.web import intake
from luoshi.web.form_words import Form

PERSONS = re.compile(r"[、；;\n]+")
FIELDS_OF_A_PERSON = re.compile(r"[，,\t]")
DATE = {"type": "date"}


class MeetingForm(Form):
    title = forms.CharField(label=gettext_lazy("name of the meeting"), max_length=120)
    code = forms.SlugField(
        label=gettext_lazy("number of the meeting"),
        max_length=30,
        help_text=gettext_lazy("Stands in the address of its page and as the origin of its matters."),
    )
    held_at = forms.DateTimeField(
        label=gettext_lazy("held at"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=gettext_lazy("place"), max_length=80, required=False)
    chair = forms.CharField(label=gettext_lazy("chair"), max_length=40, required=False)
    present = forms.CharField(
        label=gettext_lazy("present"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One person a line: name, unit, post. Names alone may also be separated by 、"),
    )
    absent = forms.CharField(
        label=gettext_lazy("excused or absent"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_present(self) -> list[dict[str, Any]]:
        return _persons(self.cleaned_data["present"], present=True)

    def clean_absent(self) -> list[dict[str, Any]]:
        return _persons(self.cleaned_data["absent"], present=False)


def _persons(text: str, *, present: bool) -> list[dict[str, Any]]:
    rows = []
    for line in PERSONS.split(text):
        name, unit, post = ([part.strip() for part in FIELDS_OF_A_PERSON.split(line, maxsplit=2)] + ["", ""])[:3]
        if len(name) > 40 or len(unit) > 80 or len(post) > 60:
            raise forms.ValidationError(
                _("“%(start)s…” is too long for one person. Write: name, unit, post.") % {"start": line.strip()[:20]}
            )
        if name:
            rows.append({"name": name, "unit": unit, "post": post, "present": present})
    return rows


def _hinted(words: Any) -> forms.TextInput:
    """A field in a row of fields: its label is read aloud only, so it says itself what belongs there."""
    return forms.TextInput(attrs={"placeholder": words})


class AgendaForm(Form):
    """One row of the agenda; a row without a title is not used."""

    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=AgendaItem.Kind.choices)
    title = forms.CharField(
        label=gettext_lazy("subject"), max_length=120, required=False, widget=_hinted(gettext_lazy("subject"))
    )
    speaker = forms.CharField(
        label=gettext_lazy("speaker"), max_length=40, required=False, widget=_hinted(gettext_lazy("speaker"))
    )


def agenda_forms(data: Any = None) -> list[AgendaForm]:
    """Four rows, one for each kind of item in the order of a meeting."""
    return [
        AgendaForm(data, prefix=f"agenda{row}", initial={"kind": kind})
        for row, kind in enumerate(AgendaItem.Kind.values, start=1)
    ]


class MinutesForm(Form):
    """Pasted text or a file. Valid, it has `text`, `source` and `digest` in cleaned_data."""

    text = forms.CharField(
        label=gettext_lazy("text of the minutes"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    file = forms.FileField(
        label=gettext_lazy("or a file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(".docx or .txt, at most 2 MB"),
        widget=forms.FileInput(attrs={"accept": ".docx,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        file, pasted = data.get("file"), (data.get("text") or "").strip()
        if file and pasted:
            self.add_error("file", _("There is pasted text as well. Send the one or the other."))
        elif file:
            self._take(file)
        elif not pasted and not self.errors:
            self.add_error("text", _("Paste the text of the minutes, or choose a file."))
        return {"source": PASTED, "digest": "", **data}

    def _take(self, file: Any) -> None:
        try:
            if file.size > intake.BYTES:
                raise intake.IntakeError("too_large", megabytes=intake.BYTES // 1024**2, characters=intake.CHARACTERS)
            content = file.read()
            self.cleaned_data["text"] = intake.read_text(content, file.name)
        except intake.IntakeError as error:
            self.add_error("file", intake.MESSAGES[error.code] % error.numbers)
        else:
            self.cleaned_data |= {"source": file.name[:120], "digest": hashlib.sha256(content).hexdigest()}


class UnitsField(forms.CharField):
    """Units by their names, as one writes them: separated by 、 or commas. Cleans to a list of units."""

    def __init__(self, *, roll: Roll, most: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.roll, self.most = roll, most

    def clean(self, value: str) -> Any:
        units, unknown = self.roll.called(super().clean(value))
        if unknown:
            raise forms.ValidationError(
                _("No single unit is called “%(names)s”. Use the name as it stands in the organisation.")
                % {"names": "、".join(unknown)}
            )
        if self.most and len(units) > self.most:
            raise forms.ValidationError(_("Only one unit can lead. Put the others under supporting units."))
        return units


class SeenForm(Form):
    """Carries the entry that made the directive as it was looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class CorrectionForm(SeenForm):
    """Who said it, to whom, by when, and what will show it was done."""

    def __init__(self, *args: Any, roll: Roll, **options: Any) -> None:
        super().__init__(*args, **options)
        self._roll = roll
        names = forms.TextInput(attrs={"list": "units"})
        self.fields |= {
            "speaker": forms.CharField(label=_("who said it"), max_length=80, required=False),
            "leads": UnitsField(roll=roll, label=_("lead unit"), required=False, widget=names),
            "others": UnitsField(roll=roll, label=_("supporting units"), required=False),
            "due": forms.DateField(
                label=_("due"), required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
            ),
            "measure": forms.CharField(label=_("completion mark"), max_length=200, required=False),
        }

    @staticmethod
    def initial_of(directive: Directive, roll: Roll) -> dict[str, Any]:
        leads = _leads(directive)
        others = [code for code in directive.unit_codes if code not in leads]
        return {
            "seen": directive.made,
            "speaker": directive.speaker,
            "leads": roll.names(leads),
            "others": roll.names(others),
            "due": directive.due,
            "measure": directive.measure,
        }

    def changes(self, directive: Directive) -> dict[str, dict[str, Any]]:
        """What differs from the directive, as the action takes it."""
        data = self.cleaned_data
        leads, others = ([unit.code for unit in data[name]] for name in ("leads", "others"))
        due = data["due"].isoformat() if data["due"] else None
        # The unit addressed first leads unsaid; once others stand beside it, that is written down.
        same = [*leads, *others] == directive.unit_codes
        said_to_lead = _leads(directive) if same else directive.lead_codes
        told = {
            "speaker": (directive.speaker, data["speaker"], data["speaker"]),
            "matched_leads": (said_to_lead, leads, self._roll.names(leads)),
            "matched_units": (directive.unit_codes, [*leads, *others], self._roll.names([*leads, *others])),
            "due": (directive.due.isoformat() if directive.due else None, due, due or ""),
            "measure": (directive.measure, data["measure"], data["measure"]),
        }
        return {name: {"value": new, "shown": shown or "—"} for name, (old, new, shown) in told.items() if old != new}


def _leads(directive: Directive) -> list[str]:
    """Who leads: the units said to, else the one that is addressed first."""
    return directive.lead_codes or directive.unit_codes[:1]


class PartsForm(SeenForm):
    """The directive's words with a line break wherever it is to be cut."""

    parts = forms.CharField(
        label=gettext_lazy("one part a line"), strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def offsets(self, text: str) -> list[int]:
        """Offsets in `text` where lines begin. Raises forms.ValidationError where more than line breaks
        was changed.
        """
        lines = ["".join(line.split()) for line in self.cleaned_data["parts"].splitlines()]
        places = [place for place, character in enumerate(text) if not character.isspace()]
        lines = [line for line in lines if line]
        if "".join(lines) != "".join(text.split()):
            raise forms.ValidationError(_("Add line breaks only: the words are those of the minutes."))
        found, at = [], 0
        for line in lines[:-1]:
            at += len(line)
            found.append(places[at])
        return found


class OmissionForm(SeenForm):
    reason = forms.CharField(label=gettext_lazy("why it is left out"), max_length=200)


class MarkForm(Form):
    words = forms.CharField(
        label=gettext_lazy("words of the minutes"),
        max_length=2000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Copy a sentence from the text that was not found as a directive."),
    )


def next_code(year: int, found: Any) -> str:
    """A number nobody uses yet: year, dash, count."""
    taken = set(Meeting.objects.filter(region=found, code__startswith=f"{year}-").values_list("code", flat=True))
    return next(f"{year}-{n:02d}" for n in range(len(taken) + 1, len(taken) + 1000) if f"{year}-{n:02d}" not in taken)
