"""A word for each fact, to choose by; the whole sentence stands with each entry."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

WORDS: dict[str, Promise] = {
    "Registered": pgettext_lazy("fact", "Registered"),
    "Amended": pgettext_lazy("fact", "Amended"),
    "Rebaselined": pgettext_lazy("fact", "Rebaselined"),
    "Reported": pgettext_lazy("fact", "Reported"),
    "Verified": pgettext_lazy("fact", "Verified"),
    "Returned": pgettext_lazy("fact", "Returned"),
    "Moved": pgettext_lazy("fact", "Moved"),
    "Relit": pgettext_lazy("fact", "Relit"),
    "PeriodClosed": pgettext_lazy("fact", "Period closed"),
    "Adopted": pgettext_lazy("fact", "Adopted"),
    "Established": pgettext_lazy("fact", "Established"),
    "Renamed": pgettext_lazy("fact", "Renamed"),
    "Admitted": pgettext_lazy("fact", "Admitted"),
    "Appointed": pgettext_lazy("fact", "Appointed"),
    "Relieved": pgettext_lazy("fact", "Relieved"),
    "Convened": pgettext_lazy("fact", "Convened"),
    "Minuted": pgettext_lazy("fact", "Minuted"),
    "Marked": pgettext_lazy("fact", "Marked"),
    "Corrected": pgettext_lazy("fact", "Corrected"),
    "Split": pgettext_lazy("fact", "Split"),
    "Merged": pgettext_lazy("fact", "Merged"),
    "Dropped": pgettext_lazy("fact", "Dropped"),
    "Restored": pgettext_lazy("fact", "Restored"),
    "Assigned": pgettext_lazy("fact", "Assigned"),
    "Defined": pgettext_lazy("fact", "Indicator defined"),
    "Cascaded": pgettext_lazy("fact", "Cascaded"),
    "Compared": pgettext_lazy("fact", "Peers compared"),
    "Frozen": pgettext_lazy("fact", "Frozen"),
    "Foreseen": pgettext_lazy("fact", "Forecasts kept"),
    "Issued": pgettext_lazy("fact", "Issued"),
    "Stocktaken": pgettext_lazy("fact", "Stock taken"),
    "Worded": pgettext_lazy("fact", "Worded"),
    "Concluded": pgettext_lazy("fact", "Concluded"),
}


def word(fact: str) -> str:
    """The word for a fact by its name in code."""
    return str(WORDS.get(fact, fact))
