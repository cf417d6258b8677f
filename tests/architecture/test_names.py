"""A module is named for what it holds. These names hold anything."""

from tests.architecture.house import module_name, sources

HOLD_ANYTHING = {name + plural for name in ("helper", "manager", "service", "util") for plural in ("", "s")}
HOLD_ANYTHING |= {"common", "misc"}


def test_no_module_is_named_for_nothing():
    names = [module_name(path) for path in sources()]
    assert not [name for name in names if HOLD_ANYTHING.intersection(name.split("."))]
