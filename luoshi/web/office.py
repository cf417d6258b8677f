"""Office files (.docx, .xlsx: zips of XML) read in memory: nothing is unpacked to disk, no entity resolved.

All limits hold twice: on what the zip's directory claims, before a byte is expanded, and on what comes out.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

MEMBERS = 2000
RATIO = 200  # expanded : packed, of the whole file; Word's own XML stays under 50
RATIO_FROM = 1_000_000  # bytes; small files may compress as well as they like
CHUNK = 65_536
TYPES_PART, TYPES_LIMIT = "[Content_Types].xml", 1_000_000

FORMAT = "application/vnd.openxmlformats-officedocument."
WORD = FORMAT + "wordprocessingml.document"
SHEET = FORMAT + "spreadsheetml.sheet"
_MACROS = re.compile(r"vbaProject|vbaData|macrosheets/|macroEnabled|activeX", re.IGNORECASE)
_OUTSIDE = re.compile(r"^[/\\]|^\w:|\\|(^|/)\.\.(/|$)|[\x00-\x1f]")


class OfficeError(Exception):
    """`code` is zip_bomb or broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@contextmanager
def opened(data: bytes, *, most: int) -> Iterator[zipfile.ZipFile]:
    """The zip in `data`, whose directory claims at most `most` bytes and nothing that Office never writes."""
    if data.count(b"PK\x01\x02") > MEMBERS:  # before the directory is read into memory
        raise OfficeError("zip_bomb")
    with _broken_if_unreadable():
        archive = zipfile.ZipFile(io.BytesIO(data))
    with archive:
        _check_directory(archive.infolist(), packed=len(data), most=most)
        yield archive


def _check_directory(members: list[zipfile.ZipInfo], *, packed: int, most: int) -> None:
    expanded = sum(member.file_size for member in members)
    if len(members) > MEMBERS or expanded > most or expanded > max(RATIO * packed, RATIO_FROM):
        raise OfficeError("zip_bomb")
    names = [member.orig_filename for member in members]
    if len(set(names)) < len(names) or any(map(_OUTSIDE.search, names)):
        raise OfficeError("broken")
    known = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if any(member.compress_type not in known or member.flag_bits & 1 for member in members):
        raise OfficeError("broken")


def read(archive: zipfile.ZipFile, name: str, *, most: int) -> bytes:
    return b"".join(_chunks(archive, name, most))


def read_through(archive: zipfile.ZipFile, *, most: int) -> None:
    """Expand every member once, keeping nothing: sizes and checksums are then more than claims."""
    for name in archive.namelist():
        for chunk in _chunks(archive, name, most):
            most -= len(chunk)


def _chunks(archive: zipfile.ZipFile, name: str, most: int) -> Iterator[bytes]:
    with _broken_if_unreadable(), archive.open(name) as member:
        while chunk := member.read(CHUNK):
            most -= len(chunk)
            if most < 0:
                raise OfficeError("zip_bomb")
            yield chunk


@contextmanager
def _broken_if_unreadable() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, ValueError) as error:
        raise OfficeError("broken") from error


def content_types(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part name, or extension, → its declared type; empty where the zip is no Office file."""
    types: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if part := attributes.get("PartName") or attributes.get("Extension"):
            types[part.lstrip("/")] = attributes.get("ContentType", "")

    if TYPES_PART in archive.namelist():
        parse(read(archive, TYPES_PART, most=TYPES_LIMIT), start=start)
    return types


def main_part(archive: zipfile.ZipFile, kind: str) -> str | None:
    """Name of the part that holds a WORD or SHEET document, None where the file is another kind."""
    return next((part for part, type_ in content_types(archive).items() if type_ == f"{kind}.main+xml"), None)


def has_macros(archive: zipfile.ZipFile) -> bool:
    return any(map(_MACROS.search, [*archive.namelist(), *content_types(archive).values()]))


def parse(
    xml: bytes,
    *,
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Walk `xml`, names as "namespace local". A DOCTYPE, which every entity attack needs, is refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise OfficeError("broken") from error


def _refuse_doctype(*_: object) -> None:
    raise OfficeError("broken")
