"""The organisation: units in a tree, persons, and the posts through which persons hold roles."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from luoshi.core.organisation.roles import ROLES


class Unit(MP_Node):
    """A unit of the organisation. External peers (other districts) stand in a tree of their own."""

    class Kind(models.TextChoices):
        REGION = "region", _("Region")
        ZONE = "zone", _("Functional zone")
        DEPARTMENT = "department", _("Department")
        STREET = "street", _("Street or town")
        PEER = "peer", _("External peer")

    code = models.SlugField(_("code"), max_length=40, unique=True)  # type: ignore[var-annotated]
    name = models.CharField(_("name"), max_length=80)  # type: ignore[var-annotated]
    kind = models.CharField(_("kind of unit"), max_length=12, choices=Kind.choices)  # type: ignore[var-annotated]

    class Meta:
        verbose_name = _("unit")

    def __str__(self) -> str:
        return self.name

    @property
    def region_path(self) -> str:
        """The path of the root above this unit: one district is one tree."""
        return self.path[: self.steplen]


class Alias(models.Model):
    """Another name by which minutes call a unit: 发改局, 区发展改革局."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    name = models.CharField(_("alias"), max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="alias_once_per_unit")]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """People are made by an administrator, never by themselves."""

    def create_user(self, username: str, name: str, password: str | None = None) -> Person:
        person = self.model(username=username, name=name)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody with a login. What they may do follows from the posts they hold today."""

    username = models.SlugField(_("login name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")

    def __str__(self) -> str:
        return self.name

    @cached_property
    def posts_held(self) -> list[Post]:
        """The posts held now, each with its unit: one query a request."""
        return list(Post.objects.filter(person=self, until=None).select_related("unit").order_by("since", "pk"))

    def reach(self, ability: str) -> tuple[str, ...]:
        """Paths of the units beneath which this person has `ability`."""
        return tuple(p.unit.path for p in self.posts_held if ability in ROLES[p.role].abilities)

    def may(self, ability: str, unit: Unit) -> bool:
        """Whether `ability` reaches `unit`: its path starts with the path of a unit where a post gives it."""
        return any(unit.path.startswith(path) for path in self.reach(ability))

    def may_anywhere(self, ability: str) -> bool:
        return bool(self.reach(ability))


class Post(models.Model):
    """A post in a unit, held by a person from one day to another; it gives a role over the unit's subtree."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    title = models.CharField(_("post"), max_length=60)
    role = models.CharField(_("role"), max_length=16, choices=[(r.code, r.name) for r in ROLES.values()])
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("post")

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"
