"""The cockpit (驾驶舱): who must decide what, today?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from luoshi.core.ledger.asof import moment
from luoshi.desks.cockpit.figures import gaps, main_figures, pro_rata
from luoshi.desks.cockpit.matrix import matrix
from luoshi.engine.lights import WORST_FIRST
from luoshi.engine.periods import last_closed
from luoshi.loop.assessment.queries import standing
from luoshi.web.address import bare


@require_safe
def cockpit(request: HttpRequest) -> HttpResponse:
    """Main figures, the gaps that matter, lights and standing; every number leads to what it is made of."""
    now, person = moment(request), request.user
    day = now.day
    period = last_closed(day)
    found = matrix(now, person, standing(now.plan, str(period), now.shown))  # type: ignore[arg-type]
    context = {
        "figures": main_figures(now, person),  # type: ignore[arg-type]
        "gaps": gaps(now, person),  # type: ignore[arg-type]
        "matrix": found,
        "lights": [(state, found.lights[state], _list(light=state, head=now.head)) for state in WORST_FIRST],
        "all_url": _list(head=now.head),
        "off_track_url": _list(light="red", sort="deviation", head=now.head),
        "period": period,
        "pro_rata": pro_rata(day),
        "tail": f"?head={now.head}" if now.head else "",
    }
    return render(request, "desks/cockpit.html", context)


def _list(**where: object) -> str:
    return reverse("worklist") + bare(**where)
