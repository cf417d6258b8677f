"""Every verb that changes a matter, a rule, a period or the organisation: checks who may, then records the fact.

Actions raise PermissionDenied for somebody who may not, and ValidationError (by field, in the user's language) for what
cannot be taken; then nothing is written.
"""

from luoshi.core.ledger.actions.calendar import adopt, close_period, relight
from luoshi.core.ledger.actions.matters import Draft, GoalDraft, amend, move, rebaseline, register
from luoshi.core.ledger.actions.people import admit, appoint, establish, found_district, readmit, relieve, rename
from luoshi.core.ledger.actions.reports import refusals, report, reportable_periods, return_report, verify

__all__ = [
    "Draft",
    "GoalDraft",
    "admit",
    "adopt",
    "amend",
    "appoint",
    "close_period",
    "establish",
    "found_district",
    "move",
    "readmit",
    "rebaseline",
    "refusals",
    "register",
    "relieve",
    "relight",
    "rename",
    "report",
    "reportable_periods",
    "return_report",
    "verify",
]
