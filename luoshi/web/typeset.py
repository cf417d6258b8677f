"""Typst, told what to set as data: no word of a document is ever read as markup."""

import json
import re
from collections.abc import Mapping
from typing import Any

import typst

GETA = "〓"  # what a Chinese printer sets where a piece of type is missing
ROUNDS = 4  # a replaced sign may uncover another one that was shaped together with it
MISSING = re.compile(r'error: [^\n]*?the text `"(.+?)"` could not be displayed')
FORBIDDEN = re.compile(r'error: [^\n]*?disallowed codepoint `"(.+?)"`')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def typeset(source: bytes, data: Mapping[str, Any], fonts: typst.Fonts, **options: Any) -> bytes:
    """`source` compiled with `data` as its `sys.inputs.document`, JSON; the same arguments give the same bytes.

    A sign that no font here can draw becomes 〓, as an archived PDF may hold none that cannot be shown.
    """
    told = json.dumps(data, ensure_ascii=False)
    for _ in range(ROUNDS):
        try:
            return typst.compile(source, font_paths=fonts, sys_inputs={"document": told}, **options)
        except typst.TypstError as error:
            mended = _mended(told, error.diagnostic)
            if mended == told:
                raise
            told = mended
    return typst.compile(source, font_paths=fonts, sys_inputs={"document": told}, **options)


def _mended(told: str, diagnostic: str) -> str:
    for pattern, instead in ((MISSING, GETA), (FORBIDDEN, "")):
        for found in pattern.findall(diagnostic):
            sign = ESCAPED.sub(lambda match: chr(int(match[1], 16)), found)
            if not sign.isascii():  # which would be JSON itself
                told = told.replace(sign, instead)
    return told
