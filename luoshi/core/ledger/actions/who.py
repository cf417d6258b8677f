"""Who may, and how a unit is written into a fact."""

from django.core.exceptions import PermissionDenied

from luoshi.core.organisation.models import Person, Unit


def require(person: Person, ability: str, unit: Unit) -> None:
    """Raise PermissionDenied unless the person has the ability over the unit."""
    if not person.may(ability, unit):
        raise PermissionDenied


def named(unit: Unit) -> dict[str, str]:
    """A unit as facts hold it: its code, and its name as it was then."""
    return {"code": unit.code, "name": unit.name}
