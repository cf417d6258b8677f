"""The district's place among its neighbours, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.kinds.target.neighbourhood import course
from luoshi.kinds.target.situation import Situation
from luoshi.kinds.target.standing import Standing
from luoshi.web.charts import Placed, Ranks, ranks

NAMED = 12  # peers that a drawing can hold beside the district


@dataclass(frozen=True)
class Places:
    """`title` the finding; `rows` (period, place, of how many) of the district."""

    title: str
    svg: SafeString
    rows: Sequence[tuple[str, int | None, int]]


def places(one: Standing, found: Situation) -> Places | None:
    """None where neighbours published nothing of the year."""
    run, own = course(one, found.ground), found.ground.district
    if not run.periods or own not in run.places:
        return None
    mine = run.places[own]
    others = sorted(
        (name for name in run.places if name != own), key=lambda name: run.places[name][-1] or len(run.places)
    )
    peers = [Placed(name, run.places[name], own=name == own) for name in (own, *others[:NAMED])]
    title = _finding(mine)
    svg = ranks(Ranks(slots=run.periods, peers=peers, unknown_label=_("not published")), label=title)
    counted = [sum(column[number] is not None for column in run.places.values()) for number in range(len(run.periods))]
    return Places(title, svg, list(zip(run.periods, mine, counted, strict=True)))


def _finding(mine: Sequence[int | None]) -> str:
    known = [place for place in mine if place is not None]
    if not known:
        return _("No figure of the district was published")
    if len(known) == 1 or known[0] == known[-1]:
        return _("Place %(place)s") % {"place": known[-1]}
    said = {"place": known[-1], "before": known[0]}
    if known[-1] < known[0]:
        return _("Place %(place)s, up from %(before)s") % said
    return _("Place %(place)s, down from %(before)s") % said
