"""A cascade in words: what a level added, what a superior handed on, what does not hold together."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.core.matters.models import Direction, Nature
from luoshi.engine.cascade import Cascade, Down, Line, Problem
from luoshi.engine.quantity import percent, show
from luoshi.kinds.target.holders import Holders
from luoshi.kinds.target.models import Indicator
from luoshi.web.words import listed


@dataclass(frozen=True)
class Amounts:
    """Figures of an indicator as text; differences of rates are percentage points."""

    indicator: Indicator

    def plain(self, stored: int) -> str:
        return show(stored, self.indicator.unit_label)

    def full(self, stored: int) -> str:
        return f"{self.plain(stored)} {self.indicator.unit_label}"

    def difference(self, stored: int) -> str:
        """How much, without its sign."""
        if self.indicator.nature != Nature.CUMULATIVE and self.indicator.unit_label == "%":
            return _("%(points)s points") % {"points": percent(abs(stored))}
        return self.full(abs(stored))

    def adds(self, uplift: int | None) -> bool:
        """Whether it makes the target tighter (层层加码)."""
        return bool(uplift) and (uplift or 0) > 0 if self.indicator.direction == Direction.MORE else (uplift or 0) < 0

    def uplift(self, line: Line) -> str:
        """What a holder added to what it was assigned; empty where nothing is known of it."""
        if line.uplift is None:
            return ""
        if not line.uplift:
            return _("as assigned")
        share = "" if line.uplift_bp is None else percent(abs(line.uplift_bp))
        said = {"amount": self.difference(line.uplift), "share": share}
        if share:
            words = _("%(amount)s more than assigned, %(share)s%%"), _("%(amount)s less than assigned, %(share)s%%")
        else:
            words = _("%(amount)s more than assigned"), _("%(amount)s less than assigned")
        return words[line.uplift < 0] % said

    def total(self, line: Line) -> str:
        """What was added on the whole way from the top."""
        if not line.total:
            return ""
        said = {"amount": self.difference(line.total)}
        if line.total > 0:
            return _("%(amount)s more on the way from the top") % said
        return _("%(amount)s less on the way from the top") % said

    def handed_on(self, down: Down) -> str:
        """How what was assigned beneath compares with the superior's own target."""
        if down.without_base or (down.implied is None and down.uplift is None):
            return ""
        if down.implied is not None:
            return self._mean(down)
        if down.sums:
            return _("adds up exactly")
        if (down.uplift or 0) > 0:
            return _("%(amount)s more than its own") % {"amount": self.difference(down.uplift or 0)}
        return _("%(amount)s unallotted") % {"amount": self.difference(down.unallotted or 0)}

    def _mean(self, down: Down) -> str:
        mean = {"mean": self.full(down.implied or 0), "amount": self.difference(down.distance or 0)}
        if down.distance is None:
            return _("mean by base %(mean)s") % mean
        if not down.distance:
            return _("mean by base %(mean)s, as its own") % mean
        if down.distance > 0:
            return _("mean by base %(mean)s, %(amount)s above its own") % mean
        return _("mean by base %(mean)s, %(amount)s below its own") % mean


PROBLEMS = {
    "unknown_superior": gettext_lazy("%(names)s: no row says what this superior holds."),
    "cycle": gettext_lazy("%(names)s derive from each other in a circle."),
    "two_roots": gettext_lazy("Several derive from nobody: %(names)s."),
    "assigned_without_superior": gettext_lazy("%(names)s was assigned something by nobody: name the superior."),
    "duplicate": gettext_lazy("These stand twice: %(names)s. Keep one row of each."),
}


def problem(found: Problem, holders: Holders) -> str:
    return PROBLEMS[found.code] % {"names": listed(holders.name(key) for key in found.keys)}


def levels(found: Cascade, amounts: Amounts) -> list[tuple[str, str]]:
    """What each level added, as (its code, words); levels that added nothing are left out."""
    told = []
    for level in found.levels:
        parts = []
        if level.uplift:
            parts.append(_("%(amount)s more than assigned") % {"amount": amounts.difference(level.uplift)})
        if level.uplift and level.uplift < 0:
            parts[-1] = _("%(amount)s less than assigned") % {"amount": amounts.difference(level.uplift)}
        if level.handed_on:
            parts.append(_("%(amount)s handed on beyond its own") % {"amount": amounts.difference(level.handed_on)})
        if parts:
            told.append((level.level, listed(parts)))
    return told
