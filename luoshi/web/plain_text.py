"""Bytes that nobody vouches for as text: UTF-8 with or without mark, UTF-16 with its mark, else GB18030. No Django."""

import codecs
import re

_BINARY = (
    b"%PDF-",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a")) + b"\x7f"
# Nearly any bytes are some GB18030 or UTF-16; a stray bullet aside, only wrong guesses give these.
_NEVER_IN_PROSE = re.compile("[\ue000-\uf8ff\x00]")


class TextError(Exception):
    """`code` is binary or encoding."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def decoded(data: bytes) -> str:
    """The text of a file. TextError where there is none."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _by(data[len(bom) :], encoding)
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if data.startswith(_BINARY) or controls * 100 > max(len(data), 800):
        raise TextError("binary")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _by(data, "gb18030")


def _by(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TextError("encoding") from error
    if len(_NEVER_IN_PROSE.findall(text)) * 100 > len(text):
        raise TextError("encoding")
    return text
