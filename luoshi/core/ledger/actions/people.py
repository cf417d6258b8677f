"""Keeping the organisation: units, posts, who holds them. The tables change here; the facts are for the auditor."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.core.ledger import clock, facts
from luoshi.core.ledger.actions.who import named, require
from luoshi.core.ledger.book import locked, open_book, record
from luoshi.core.organisation.models import Alias, Person, Post, Unit
from luoshi.core.organisation.roles import ROLES


@transaction.atomic
def found_district(code: str, name: str, *, by: Person | None = None) -> Unit:
    """The first unit of an installation and its empty book; from then on units are established under it."""
    region = Unit.objects.add_root({"code": code, "name": name, "kind": Unit.Kind.REGION})
    open_book(region.pk)
    fact = facts.Established(subject=code, name=name, kind=region.kind, parent="", aliases=[])
    record(fact, book=locked(region.pk), by=by)
    return region


@transaction.atomic
def establish(parent: Unit, *, code: str, name: str, kind: str, by: Person | None, aliases: Sequence[str] = ()) -> Unit:
    """Add a unit beneath another. Needs `appoint` over it; `by` None only while an installation is set up."""
    if by is not None:
        require(by, "appoint", parent)
    if Unit.objects.filter(code=code).exists():
        raise ValidationError({"code": _("The code %(code)s is taken. Choose another.") % {"code": code}})
    region = Unit.objects.get(path=parent.region_path)
    book = locked(region.pk)
    _check_names(region, name, aliases)
    unit = Unit.objects.add_child(Unit.objects.get(pk=parent.pk), {"code": code, "name": name, "kind": kind})
    Alias.objects.bulk_create(Alias(unit=unit, name=alias) for alias in dict.fromkeys(aliases))
    fact = facts.Established(subject=code, name=name, kind=kind, parent=parent.code, aliases=list(aliases))
    record(fact, book=book, by=by)
    return unit


def _check_names(region: Unit, name: str, aliases: Sequence[str], besides: Unit | None = None) -> None:
    """One name, one unit: minutes and lists could not tell two of a name apart."""
    others = Unit.objects.filter(path__startswith=region.path).exclude(pk=besides.pk if besides else None)
    taken = set(others.filter(name__in=[name, *aliases]).values_list("name", flat=True))
    taken |= set(Alias.objects.filter(unit__in=others, name__in=[name, *aliases]).values_list("name", flat=True))
    words = _("Another unit is called %(name)s already. Choose another name.")
    problems = {"name": words % {"name": name}} if name in taken else {}
    if known := taken & set(aliases):
        problems["aliases"] = words % {"name": "、".join(sorted(known))}
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def rename(unit: Unit, *, name: str, aliases: Sequence[str], by: Person) -> None:
    """Give a unit its name and aliases anew; what was written keeps the name of then. Needs `appoint` over it."""
    require(by, "appoint", unit)
    wanted = [alias for alias in dict.fromkeys(aliases) if alias != name]
    book = locked(Unit.objects.get(path=unit.region_path).pk)
    _check_names(Unit.objects.get(path=unit.region_path), name, wanted, besides=unit)
    before = Unit.objects.get(pk=unit.pk).name
    Unit.objects.filter(pk=unit.pk).update(name=name)
    Alias.objects.filter(unit=unit).delete()
    Alias.objects.bulk_create(Alias(unit=unit, name=alias) for alias in wanted)
    record(facts.Renamed(subject=unit.code, before=before, name=name, aliases=wanted), book=book, by=by)


@transaction.atomic
def admit(username: str, name: str, password: str, *, unit: Unit, title: str, role: str, by: Person | None) -> Person:
    """Give somebody a login and their first post. Needs `appoint` over the unit; `by` None only while setting up."""
    if by is not None:
        require(by, "appoint", unit)
    if Person.objects.filter(username=username).exists():
        raise ValidationError({"username": _("The login %(login)s is taken. Choose another.") % {"login": username}})
    person = Person.objects.create_user(username, name, password)
    book = locked(Unit.objects.get(path=unit.region_path).pk)
    record(facts.Admitted(subject=username, name=name), book=book, by=by)
    appoint(person, unit, title=title, role=role, by=by)
    return person


@transaction.atomic
def readmit(person: Person, password: str, *, by: Person) -> None:
    """A new password for somebody who lost theirs. Needs `appoint` over every unit where they hold a post."""
    if person.pk == by.pk or not person.posts_held:
        raise PermissionDenied
    for post in person.posts_held:
        require(by, "appoint", post.unit)
    book = locked(Unit.objects.get(path=person.posts_held[0].unit.region_path).pk)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(facts.Admitted(subject=person.username, name=person.name), book=book, by=by)


@transaction.atomic
def appoint(person: Person, unit: Unit, *, title: str, role: str, by: Person | None) -> Post:
    """Give a person a post, and with it a role over the unit's subtree. Needs `appoint` over the unit; nobody
    appoints themselves."""
    if by is not None:
        require(by, "appoint", unit)
        if by.pk == person.pk:
            raise PermissionDenied  # who appoints neither reports nor verifies; another administrator must agree
    if role not in ROLES:
        raise ValidationError({"role": _("Choose one of the roles.")})
    region = Unit.objects.get(path=unit.region_path)
    book = locked(region.pk)
    post = Post.objects.create(unit=unit, person=person, title=title, role=role, since=clock.today())
    fact = facts.Appointed(subject=person.username, name=person.name, unit=named(unit), title=title, role=role)
    record(fact, book=book, by=by)
    return post


@transaction.atomic
def relieve(post: Post, *, by: Person) -> None:
    """End a post today. Needs `appoint` over its unit; nobody relieves themselves."""
    require(by, "appoint", post.unit)
    if post.person_id == by.pk:
        raise PermissionDenied
    region = Unit.objects.get(path=post.unit.region_path)
    book = locked(region.pk)
    Post.objects.filter(pk=post.pk, until=None).update(until=clock.today())
    fact = facts.Relieved(subject=post.person.username, name=post.person.name, unit=named(post.unit), title=post.title)
    record(fact, book=book, by=by)
