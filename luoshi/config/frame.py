"""What stands around every page: the rail in the order of the loop, and the top bar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from luoshi.core.ledger.asof import Moment, moment
from luoshi.core.ledger.queries import lights_by_kind
from luoshi.core.matters.kinds import kinds
from luoshi.core.organisation.models import Person
from luoshi.demo.logins import Login, kept
from luoshi.desks.sheets.offered import offered
from luoshi.engine.periods import due_period

# (group, [(label, url name, key, ability needed)]) in the order of the loop; the kinds follow from
# settings.KINDS.
RAIL = [
    ("", [(gettext_lazy("Cockpit"), "cockpit", "c", "see"), (gettext_lazy("My desk"), "today", "t", "see")]),
    (gettext_lazy("Deploy"), [(gettext_lazy("Meetings"), "meetings", "m", "see")]),
    (gettext_lazy("Track"), [(gettext_lazy("Work list"), "worklist", "w", "see")]),
    (
        gettext_lazy("Drive"),
        [
            (gettext_lazy("Situation"), "situation", "d", "see"),
            (gettext_lazy("Neighbours"), "neighbours", "n", "see"),
            (gettext_lazy("Outlook"), "outlook", "f", "see"),
        ],
    ),
    (gettext_lazy("Assess"), [(gettext_lazy("Scorecard"), "scorecard", "s", "see")]),
    (gettext_lazy("Publish"), [(gettext_lazy("Bulletins"), "bulletins", "b", "see")]),
]
APART = [
    (gettext_lazy("Ledger"), "ledger", "l", "audit"),
    (gettext_lazy("Organisation"), "organisation", "o", "see"),
    (gettext_lazy("Rules"), "rules", "r", "see"),
]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for web/base.html; for somebody who is not logged in, the languages and the demo's logins."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"top": {"languages": _languages()}, "demo_logins": _demo_logins(request)}
    try:
        now = moment(request)
    except Http404:
        return {"top": {"person_name": person.name, "languages": _languages()}, "no_post": not person.posts_held}
    return {"top": _top(request, person, now), "rail": _rail(request, person, now)}


def _top(request: HttpRequest, person: Person, now: Moment) -> dict[str, Any]:
    post = person.posts_held[0]
    at = timezone.localtime(now.shown.at) if now.shown.at else None
    when = formats.date_format(at, "Y-m-d H:i") if at else ""
    label = _("%(when)s, entry %(seq)s") % {"when": when, "seq": f"{now.shown.seq:,}"}
    return {
        "district": now.region.name,
        "person_name": person.name,
        "person_note": f"{post.unit.name} {post.title}",
        "period_label": str(due_period(at.date())) if at else "",
        "period_url": reverse("scorecard"),
        "asof_label": label,
        "asof_url": reverse("ledger") if person.may_anywhere("audit") else "",
        "search_url": reverse("worklist"),
        "search_hint": _("Title or code of a matter"),
        "languages": _languages(),
        "person_links": [{"label": _("Change my password"), "url": reverse("account_change_password")}],
        "earlier": {"when": when, "entry": f"{now.shown.seq:,}", "url": request.path} if now.head else None,
    }


def _demo_logins(request: HttpRequest) -> list[Login]:
    # Passwords of the demo are shown to whoever sits at the machine itself, and to nobody else.
    loopback = {"127.0.0.1", "::1", "localhost"}
    here = request.META.get("REMOTE_ADDR") in loopback and request.get_host().rpartition(":")[0] in loopback
    return kept(settings.DEMO_LOGINS) if here else []


def _languages() -> list[dict[str, Any]]:
    now = get_language()
    # Each in its own script, whatever the reader's language.
    short = {"zh-hans": "\u7b80", "zh-hant": "\u7e41", "en": "EN"}
    return [{"code": code, "label": short[code], "current": code == now} for code, _name in settings.LANGUAGES]


def _rail(request: HttpRequest, person: Person, now: Moment) -> list[dict[str, Any]]:
    counts = lights_by_kind(now.plan.pk)
    groups: list[dict[str, Any]] = [
        {"title": title, "items": [_item(request, *item) for item in items if person.may_anywhere(item[3])]}
        for title, items in RAIL
    ]
    if person.may("see", now.region):
        groups[1]["items"].append(_item(request, _("Stocktakes"), "stocktakes", "k", "see"))
    for kind in kinds().values():
        where = (kind.home, "", "see") if kind.home else ("worklist", "", "see", f"?kind={kind.code}")
        item = _item(request, capfirst(str(kind.name_plural)), *where)
        item["current"] |= request.path == reverse("worklist") and request.GET.get("kind") == kind.code
        # Counts of the whole district are for those who see the whole district.
        if any(len(path) == now.region.steplen for path in person.reach("see")):
            item["count"] = counts.get(kind.code, 0)
        groups[2]["items"].append(item)
    apart = [_item(request, *item) for item in APART if person.may_anywhere(item[3])]
    if offered(person):
        apart.append(_item(request, _("Sheets"), "sheets", "i", "see"))
    return [*groups, {"title": "", "apart": True, "items": apart}]


def _item(request: HttpRequest, label: Any, name: str, key: str, _ability: str, query: str = "") -> dict[str, Any]:
    url = reverse(name)
    here = request.path.startswith(url) and url != "/"
    kind = request.GET.get("kind", "")
    current = here and (query == f"?kind={kind}" if query or (name == "worklist" and kind) else True)
    return {"label": label, "url": url + query, "key": key, "current": current}
