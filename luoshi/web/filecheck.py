"""Evidence files: judged by their content, kept by their digest."""

import hashlib
import io
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _
from filetype.match import match
from filetype.types import archive, image, video

from luoshi.web import office

LIMIT = 20 * 1024 * 1024
EXPANDED = 200 * 1024 * 1024
NAME_LENGTH, EXTENSION_LENGTH = 120, 10
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # Unicode categories no file name needs
CHUNK = 1024 * 1024
# Only these are looked for, so nothing else can be found.
MATCHERS = (archive.Pdf(), image.Jpeg(), image.Png(), image.Webp(), image.Heic(), video.Mp4())
OFFICE = {"docx": office.WORD, "xlsx": office.SHEET}
ALSO_CALLED = {"jpeg": "jpg", "heif": "heic"}

MESSAGES = {
    "empty": _("The file is empty. Choose another one."),
    "too_large": _("The file is larger than %(megabytes)s MB. Take a smaller photograph, or split it."),
    "unknown_type": _(
        "This kind of file is not taken as evidence. Bring a PDF, a photograph (JPG, PNG, WebP, HEIC), "
        "an MP4 film, or a .docx or .xlsx file."
    ),
    "name_mismatch": _(
        "The content of the file is not what its name says. Save it anew and choose that file."
    ),
    "bad_name": _(
        "The file has no usable name. Rename it, with an ending such as .pdf, and choose it again."
    ),
    "macros": _("The file holds macros. Save it as .docx or .xlsx without macros, or as PDF."),
    "zip_bomb": _("The file unpacks to far more than a document holds. Save it as PDF and choose that file."),
    "broken": _("The file is damaged or protected. Open it, save it anew and choose that file."),
}

# What a browser that guesses would run, and no picture or PDF begins with
_ACTIVE = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{64}")


class FileError(Exception):
    """`code` is a key of MESSAGES; `MESSAGES[code] % numbers` is what a person is told."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.code, self.numbers = code, numbers


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: hex digest, bytes, type, extension without dot, name fit to be shown."""

    digest_sha256: str
    size: int
    mime: str
    extension: str
    name: str


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


def check(data: bytes | Readable, filename: str, *, limit: int = LIMIT) -> Checked:
    """What the file is; FileError where it is nothing to keep. A file object is left at its beginning."""
    file = _opened(data)
    digest, size = _digest(file, limit)
    name, said = clean_name(filename)
    mime, extension = _kind(file)
    file.seek(0)
    if ALSO_CALLED.get(said, said) != extension:
        raise FileError("name_mismatch")
    return Checked(digest, size, mime, extension, name)


def _opened(data: bytes | Readable) -> Readable:
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    file.seek(0)
    return file


def _chunks(file: Readable) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _digest(file: Readable, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(file):
        digest.update(chunk)
        size += len(chunk)
        if size > limit:
            raise FileError("too_large", megabytes=limit // 1024**2)
    if not size:
        raise FileError("empty")
    return digest.hexdigest(), size


def _kind(file: Readable) -> tuple[str, str]:
    file.seek(0)
    head = file.read(8192)
    if head.startswith(b"PK\x03\x04"):
        return _office(head + file.read())
    kind = match(head, MATCHERS)
    if kind is None or _ACTIVE.search(head[:1024]):
        raise FileError("unknown_type")
    return kind.mime, kind.extension


def _office(data: bytes) -> tuple[str, str]:
    try:
        with office.opened(data, most=EXPANDED) as package:
            if office.has_macros(package):
                raise FileError("macros")
            office.read_through(package, most=EXPANDED)
            for extension, mime in OFFICE.items():
                if office.main_part(package, mime):
                    return mime, extension
    except office.OfficeError as error:
        raise FileError(error.code) from error
    raise FileError("unknown_type")


def clean_name(filename: str) -> tuple[str, str]:
    """Name without path or unseen characters, at most 120 of them; and its extension in lower case."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", filename)[-1])
    name = "".join(c for c in name if unicodedata.category(c) not in UNSEEN)
    stem, _dot, extension = re.sub(r'[<>:"|?*]', "_", name).rpartition(".")
    stem, extension = stem.strip(" ."), extension.strip().lower()
    if not stem or len(extension) > EXTENSION_LENGTH:
        raise FileError("bad_name")
    return f"{stem[: NAME_LENGTH - len(extension) - 1]}.{extension}", extension


def path_of(digest: str, root: Path) -> Path:
    """Where the file with this hex SHA-256 lies under `root`."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"not a digest: {digest!r}")
    return root / digest[:2] / digest[2:]


def store(checked: Checked, data: bytes | Readable, root: Path) -> Path:
    """Put the file in its place, whole or not at all; one that is already there stays as it is.

    ValueError where `data` is not what was checked.
    """
    path = path_of(checked.digest_sha256, root)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if _written(file, _opened(data)) != checked.digest_sha256:
                raise ValueError("the file is not the one that was checked")
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _settle(path.parent)
    return path


def kept(data: bytes | Readable, filename: str, root: Path) -> dict[str, Any]:
    """Judge a file and store it: digest, name, mime and size, as the ledger keeps evidence. Raises FileError."""
    checked = check(data, filename)
    store(checked, data, root)
    return {"digest": checked.digest_sha256, "name": checked.name, "mime": checked.mime, "size": checked.size}


def _written(target: io.BufferedWriter, source: Readable) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(source):
        digest.update(chunk)
        target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest()


def _settle(folder: Path) -> None:
    """A new name is safe once its folder is on the disk as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
