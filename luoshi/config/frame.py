"""What stands around every page: the rail in the order of the loop, and the top bar."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for web/base.html; nothing for somebody who is not logged in."""
    return {}
