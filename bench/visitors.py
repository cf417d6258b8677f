"""Who visits the bench's district, and where they go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Count

from luoshi.core.ledger.models import Book
from luoshi.core.matters.models import Matter
from luoshi.core.organisation.models import Person
from luoshi.loop.bulletins.models import Bulletin
from luoshi.loop.meetings.models import Meeting

VISITORS = {"reporter": "hemiao", "supervisor": "linxiaohe", "leader": "zhouhuaijin", "auditor": "guankeji"}


def known(period: str) -> dict[str, Any]:
    """Sessions by role, and the codes that addresses are made of; `head` is an earlier entry."""
    reporter = Person.objects.get(username=VISITORS["reporter"])
    mine = Matter.objects.reportable_by(reporter)
    # Of one sort, with a parent: pages of one sort of matter can be compared.
    told = mine.exclude(parent=None).annotate(n=Count("states")).order_by("-n", "pk")
    return {
        "sessions": {role: session(Person.objects.get(username=login)) for role, login in VISITORS.items()},
        "matter": told[0].code,
        "reportable": list(told.values_list("code", flat=True)[:20]),
        "unit": "lingang",
        "period": period,
        "meeting": Meeting.objects.latest("held_at").code,
        "bulletin": Bulletin.objects.latest("made").code,
        "head": Book.objects.get().head * 6 // 10,
        "counts": counted(),
    }


def session(person: Person) -> str:
    """A session as if the person had signed in: its key."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def counted() -> Mapping[str, int]:
    """Rows by table, to be said beside the measurements."""
    from luoshi.core.ledger.models import Entry, Report, Tally
    from luoshi.core.matters.models import MatterState

    tables = (Matter, Entry, Report, MatterState, Tally)
    return {table._meta.model_name or "": table.objects.count() for table in tables}
