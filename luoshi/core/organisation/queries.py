"""Questions about the organisation."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from luoshi.core.organisation.models import Alias, Person, Unit


def units_under(paths: Iterable[str]) -> QuerySet[Unit]:
    """Units at or beneath any of the treebeard `paths`; none where `paths` is empty."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return Unit.objects.filter(condition)


def units_within(person: Person, ability: str) -> QuerySet[Unit]:
    """Units over which `person` has `ability`."""
    return units_under(person.reach(ability))


def names_of_units(paths: Iterable[str]) -> dict[int, list[str]]:
    """Unit id → its name and aliases, for the gazetteer: two queries."""
    names = {pk: [name] for pk, name in units_under(paths).values_list("pk", "name")}
    for unit_id, alias in Alias.objects.filter(unit__in=list(names)).values_list("unit_id", "name"):
        names[unit_id].append(alias)
    return names


def region_of(person: Person) -> Unit | None:
    """The district a person works in: the root above their first post."""
    posts = person.posts_held
    return Unit.objects.filter(path=posts[0].unit.region_path).first() if posts else None
