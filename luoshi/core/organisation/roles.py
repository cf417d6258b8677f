"""Who may do what. Each role is prose an auditor can read, and the abilities that follow from it.

A role is held through a post in a unit; its scope is that unit and everything beneath it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """A role: `abilities` are the verbs that rules ask for (see, report, assign, verify, publish, appoint, audit)."""

    code: str
    name: Promise
    prose: Promise
    abilities: frozenset[str]


ROLES = {
    role.code: role
    for role in (
        Role(
            "reporter",
            _("Reporter"),
            _("Reports the matters that its unit leads, and sees those its unit leads or supports."),
            frozenset({"see", "report"}),
        ),
        Role(
            "supervisor",
            _("Supervisor"),
            _(
                "Turns minutes into a work list, verifies or returns reports, closes periods and publishes, "
                "within its scope."
            ),
            frozenset({"see", "assign", "verify", "publish", "audit"}),
        ),
        Role(
            "leader",
            _("Leader"),
            _("Sees everything in its scope and drills from any number to its evidence; changes nothing."),
            frozenset({"see", "audit"}),
        ),
        Role(
            "investment",
            _("Investment staff"),
            _("Reports the matters of its unit and moves them through their stages."),
            frozenset({"see", "report"}),
        ),
        Role(
            "auditor",
            _("Auditor"),
            _("Reads every entry of the ledger and recomputes any published figure; changes nothing."),
            frozenset({"see", "audit"}),
        ),
        Role(
            "administrator",
            _("Administrator"),
            _("Keeps units, posts and rules. Neither reports nor verifies."),
            frozenset({"see", "appoint", "audit"}),
        ),
    )
}
