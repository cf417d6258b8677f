"""Judged confidence (研判): how sure whoever reports is that the goal is met by its date. Shown, never scored."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Per cent, and what a reporter chooses from.
CHOICES = (
    (90, gettext_lazy("very sure, 90%")),
    (70, gettext_lazy("rather sure, 70%")),
    (50, gettext_lazy("even, 50%")),
    (30, gettext_lazy("rather not, 30%")),
    (10, gettext_lazy("hardly, 10%")),
)


def judged(confidence: int) -> str:
    """A judgement of so many per cent, in words."""
    return _("judged %(share)s%%") % {"share": confidence}
