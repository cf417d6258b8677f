"""One-time passwords: said once, easily read over a telephone."""

import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
GROUPS, LENGTH = 4, 4


def one_time() -> str:
    """Sixteen letters in four groups: 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))
