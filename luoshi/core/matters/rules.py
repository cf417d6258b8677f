"""Who may see and do what with matters, as conditions for a query."""

from django.apps import apps
from django.db.models import Q

from luoshi.core.organisation.models import Person
from luoshi.core.organisation.queries import units_under


def visible(person: Person, of: str = "pk") -> Q:
    """Matters that a unit within the person's reach leads or supports; `of` names the matter's key."""
    if not (paths := person.reach("see")):
        return Q(pk__in=[])
    if whole := _whole_trees(paths):
        return Q(plan__region__path__in=whole) | _party(set(paths) - whole, of)
    return _party(paths, of)


def led_within(person: Person, ability: str) -> Q:
    """Matters led by a unit over which the person has `ability`."""
    if not (paths := person.reach(ability)):
        return Q(pk__in=[])
    if whole := _whole_trees(paths):
        return Q(plan__region__path__in=whole)
    return Q(lead_unit__in=units_under(paths))


def _whole_trees(paths: tuple[str, ...]) -> set[str]:
    # A root path is one step long: such a person reaches the whole district and needs no look at parties.
    steplen = apps.get_model("organisation", "Unit").steplen
    return {path for path in paths if len(path) == steplen}


def _party(paths: object, of: str) -> Q:
    parties = apps.get_model("matters", "Party").objects.filter(unit__in=units_under(paths))  # type: ignore[arg-type]
    return Q(**{f"{of}__in": parties.values("matter")})
