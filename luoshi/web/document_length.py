"""How long a document is, and how long it should be at most (2024 rules on reducing formalism)."""

from collections.abc import Iterable

from luoshi.web.document_blocks import Block, words

CHARACTERS = 5000


def characters(blocks: Iterable[Block]) -> int:
    """Characters without spaces, as Chinese offices count them."""
    return sum(not sign.isspace() for sign in words(blocks))
