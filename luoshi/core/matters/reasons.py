"""Why a light is what it is, in words. The codes and numbers are engine.lights'."""

import datetime as dt
import json
from typing import Any

from django.utils.translation import gettext as _

from luoshi.core.matters.distance import against, is_level
from luoshi.core.matters.models import Direction, Tracked
from luoshi.engine.quantity import percent


def reasons(matter: Tracked, on: dt.date) -> list[str]:
    """One sentence a reason, the most severe first; days are counted up to `on`."""
    return [_sentence(reason, matter, on) for reason in json.loads(matter.reasons)]


def brief(matter: Tracked, on: dt.date) -> str:
    """The most severe reason in a few words, for a table that shows the figures beside it."""
    worst = json.loads(matter.reasons)[0]
    if worst["code"] == "lag":
        return against(matter) if is_level(matter) or matter.direction == Direction.LESS else _("behind pro-rata")
    return _sentence(worst, matter, on)


def _sentence(reason: dict[str, Any], matter: Tracked, on: dt.date) -> str:
    if (worse := against(matter)) and (words := _of_its_own(reason["code"], matter)):
        return words % {"against": worse, "days": abs((matter.due - on).days)}
    shares = {name: percent(value) for name, value in reason.items() if name.endswith("_bp")}
    if reason["code"] == "no_figure" and is_level(matter):
        return _("no verified figure yet")
    return _words(reason) % {**shares, "days": abs((matter.due - on).days)}


def _of_its_own(code: str, matter: Tracked) -> str:
    """What is said where a share of the year, or of the goal, says nothing; empty where it does."""
    if not is_level(matter) and matter.direction == Direction.MORE:
        return ""
    if code == "due_soon":
        return _("due in %(days)s days, %(against)s")
    return "%(against)s" if code in ("lag", "on_track") else ""


def _words(reason: dict[str, Any]) -> str:
    match reason["code"]:
        case "done":
            return _("Complete")
        case "overdue":
            return _("%(days)s days overdue")
        case "due_soon" if "completion_bp" in reason:
            return _("due in %(days)s days, only %(completion_bp)s%% complete")
        case "due_soon":
            return _("due in %(days)s days, nothing verified yet")
        case "silent":
            return _("no report came for the last closed month")
        case "lag":
            return _("%(lag_bp)s points behind pro-rata; the limit is %(limit_bp)s")
        case "no_figure":
            return _("no verified figure yet, pro-rata is %(elapsed_bp)s%%")
        case "on_track" if "lag_bp" in reason:
            return _("%(completion_bp)s%% complete, pro-rata %(elapsed_bp)s%%")
    return _("nothing is due yet")
