"""What parameters are read against: the plan's workstreams, the district's units, the day, the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from luoshi.core.ledger.asof import Moment
from luoshi.core.organisation.models import Person
from luoshi.core.organisation.queries import units_under
from luoshi.core.plan.models import Workstream


@dataclass(frozen=True)
class Ground:
    """Workstreams and units by code; `names` of the units by code. `whole`: the reader sees the whole district."""

    now: Moment
    person: Person
    day: dt.date
    workstreams: Mapping[str, Workstream]
    units: Mapping[str, int]
    names: Mapping[str, str]

    @property
    def whole(self) -> bool:
        return self.person.may("see", self.now.region)


def ground(now: Moment, person: Person) -> Ground:
    """Two queries."""
    streams = {stream.code: stream for stream in Workstream.objects.filter(plan=now.plan)}
    units = list(units_under([now.region.path]).order_by("path").values_list("code", "pk", "name"))
    return Ground(
        now, person, now.day, streams, {code: pk for code, pk, _ in units}, {code: name for code, _, name in units}
    )
