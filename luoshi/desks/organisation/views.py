"""The organisation: who answers for what? Everybody reads it, an administrator keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from luoshi.core.ledger import actions
from luoshi.core.ledger.asof import moment
from luoshi.core.organisation.models import Person, Post, Unit
from luoshi.core.organisation.roles import ROLES
from luoshi.desks.organisation.chart import chart, people, units
from luoshi.desks.organisation.forms import AdmitForm, AppointForm, NameForm, UnitForm
from luoshi.desks.organisation.passwords import one_time


@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """The chart of the district."""
    lines = chart(moment(request), request.user)  # type: ignore[arg-type]
    return render(request, "desks/organisation.html", {"lines": lines, "roles": ROLES.values()})


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: its names, who holds and held its posts; the forms for those who may appoint there."""
    return _page(request, _unit(request, code))


@require_POST
def units_beneath(request: HttpRequest, code: str) -> HttpResponse:
    """Establish a unit beneath this one."""
    parent, form = _kept(request, code), UnitForm(request.POST)
    made = _done(form, lambda data: actions.establish(parent, by=request.user, **data))  # type: ignore[arg-type]
    if made is None:
        return _page(request, parent, status=422, unit_form=form)
    messages.success(request, _("Established: %(name)s.") % {"name": made.name})
    return redirect("unit", code=made.code)


@require_POST
def unit_name(request: HttpRequest, code: str) -> HttpResponse:
    """Set a unit's name and aliases anew."""
    found, form = _kept(request, code), NameForm(request.POST)
    if _done(form, lambda data: actions.rename(found, by=request.user, **data) or found) is None:  # type: ignore[arg-type]
        return _page(request, found, status=422, name_form=form)
    messages.success(request, _("Names kept. What was written keeps the name it was written with."))
    return redirect("unit", code=code)


@require_POST
def posts(request: HttpRequest, code: str) -> HttpResponse:
    """Appoint somebody who has a login."""
    found, form = _kept(request, code), AppointForm(people(moment(request)), request.POST)
    made = _done(form, lambda data: actions.appoint(data.pop("person"), found, by=request.user, **data))  # type: ignore[arg-type]
    if made is None:
        return _page(request, found, status=422, appoint_form=form)
    messages.success(request, _("Appointed: %(name)s, %(title)s.") % {"name": made.person.name, "title": made.title})
    return redirect("unit", code=code)


@require_POST
@never_cache
def newcomers(request: HttpRequest, code: str) -> HttpResponse:
    """Give somebody a login and a first post. The answer itself says the password, once: it is kept nowhere."""
    found, form, password = _kept(request, code), AdmitForm(request.POST), one_time()
    made = _done(form, lambda data: actions.admit(password=password, unit=found, by=request.user, **data))  # type: ignore[arg-type]
    if made is None:
        return _page(request, found, status=422, admit_form=form)
    return render(request, "desks/password.html", {"unit": found, "newcomer": made, "password": password})


@require_POST
def relief(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a post today."""
    post = _post(request, code, pk)
    actions.relieve(post, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Relieved: %(name)s, %(title)s.") % {"name": post.person.name, "title": post.title})
    return redirect("unit", code=code)


@require_POST
@never_cache
def password(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A new one-time password for somebody who lost theirs, said once."""
    post, fresh = _post(request, code, pk), one_time()
    actions.readmit(post.person, fresh, by=request.user)  # type: ignore[arg-type]
    return render(request, "desks/password.html", {"unit": post.unit, "newcomer": post.person, "password": fresh})


def _unit(request: HttpRequest, code: str) -> Unit:
    return get_object_or_404(units(moment(request)), code=code)


def _kept(request: HttpRequest, code: str) -> Unit:
    """The unit, if the person may appoint there; for others there is nothing to post to."""
    found = _unit(request, code)
    if not request.user.may("appoint", found):  # type: ignore[union-attr]
        raise Http404
    return found


def _post(request: HttpRequest, code: str, pk: int) -> Post:
    held = Post.objects.filter(unit=_kept(request, code), until=None).select_related("unit", "person")
    return get_object_or_404(held, pk=pk)


def _done(form: forms.Form, act: Callable[[dict[str, Any]], Any]) -> Any:
    """What the action made; None, with the form saying why, where it could not."""
    if not form.is_valid():
        return None
    try:
        return act(dict(form.cleaned_data))
    except PermissionDenied:
        form.add_error(None, _("Nobody appoints themselves. Another administrator can."))
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            form.add_error(name if name in form.fields else None, texts)
    return None


def _page(request: HttpRequest, unit: Unit, status: int = 200, **bound: Any) -> HttpResponse:
    now, person = moment(request), request.user
    context: dict[str, Any] = {
        "unit": unit,
        "parents": Unit.objects.get_ancestors(unit),
        "beneath": Unit.objects.get_children(unit),
        "held": unit.held,
        "earlier_posts": Post.objects.filter(unit=unit)
        .exclude(until=None)
        .select_related("person")
        .order_by("-until")[:20],
        "mine": isinstance(person, Person) and person.may("appoint", unit),
        "roles": ROLES.values(),
    }
    if context["mine"]:
        aliases = "\n".join(alias.name for alias in unit.aliases.all())
        context |= {
            "unit_form": UnitForm(auto_id="unit-%s"),
            "name_form": NameForm(initial={"name": unit.name, "aliases": aliases}, auto_id="name-%s"),
            "appoint_form": AppointForm(people(now), auto_id="appoint-%s"),
            "admit_form": AdmitForm(auto_id="admit-%s"),
        }
    context |= bound
    context["wrong"] = next(iter(bound.values()), None)
    return render(request, "desks/unit.html", context, status=status)
