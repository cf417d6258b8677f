"""The hash chain of a book: every entry seals its text and, by the hash before it, all earlier entries."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

GENESIS = "0" * 64


@dataclass(frozen=True)
class Break:
    """The first place where a chain fails.

    `seq`: for "gap" the first number that is missing, else the number of the offending row. `reason`: "gap"
    (a number was skipped), "order" (a number repeats or goes back), "hash" (text and hash disagree).
    """

    seq: int
    reason: Literal["gap", "order", "hash"]


def canonical(obj: object) -> str:
    """The one text of a JSON value: keys sorted by code point, no spaces, characters as they are.

    Takes None, bool, int, str, lists, tuples and dicts with str keys. Dates are given as ISO strings,
    figures as ints. Raises ValueError for anything else (floats and NaN among them) and for text that UTF-8
    cannot hold.
    """
    _refuse_ambiguous(obj)
    return json.dumps(obj, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(previous_hash: str, text: str, algorithm: str = "sha256") -> str:
    """Hex hash of an entry: H(previous_hash + "\\n" + text) over UTF-8.

    `algorithm` is any name that hashlib knows; books use "sha256" or "sm3" (GB/T 32905-2016), both 64 hex
    digits. Raises ValueError for an unknown algorithm.
    """
    return hashlib.new(algorithm, f"{previous_hash}\n{text}".encode()).hexdigest()


def first_break(
    rows: Iterable[tuple[int, str, str]], *, algorithm: str, start_hash: str = GENESIS, start_seq: int = 1
) -> Break | None:
    """Walk rows of (seq, text, hash) in order and name the first that does not fit, or None.

    Reads one row at a time, so a whole book can stream through. Entries cut off at the end leave no trace
    here: compare the last hash with the book's head, or with the head printed on a bulletin.
    """
    previous, expected = start_hash, start_seq
    for seq, text, found in rows:
        if seq != expected:
            return Break(expected, "gap") if seq > expected else Break(seq, "order")
        if link(previous, text, algorithm) != found:
            return Break(seq, "hash")
        previous, expected = found, expected + 1
    return None


def _refuse_ambiguous(obj: object) -> None:
    if isinstance(obj, dict):
        if not all(isinstance(key, str) for key in obj):
            raise ValueError('keys must be text: 1 and "1" would become the same key')
        _refuse_ambiguous([*obj.keys(), *obj.values()])
    elif isinstance(obj, list | tuple):
        for value in obj:
            _refuse_ambiguous(value)
    elif isinstance(obj, str):
        obj.encode()  # a lone surrogate raises UnicodeEncodeError, a ValueError
    elif not (obj is None or isinstance(obj, int)):
        raise ValueError(f"no canonical text for {type(obj).__name__}: dates go as ISO text, figures as int")
