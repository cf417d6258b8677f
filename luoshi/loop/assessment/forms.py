"""Reading what a page was asked for."""

from django.http import Http404

from luoshi.engine.periods import Period


def period_or_404(text: str) -> Period:
    """The period a URL names; 404 for anything else, also at the edge of the calendar: pages name its neighbours."""
    try:
        found = Period.parse(text)
        found.previous().previous(), found.next()
    except ValueError as error:
        raise Http404 from error
    return found
