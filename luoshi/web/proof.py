"""What proves, years later, that a document still says the same."""

import hashlib
from collections.abc import Iterable

from luoshi.web.document_blocks import Block, words


def digest(blocks: Iterable[Block]) -> str:
    """sha256 of the words."""
    return hashlib.sha256(words(blocks).encode()).hexdigest()
