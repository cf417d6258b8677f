"""Text out of an uploaded file that nobody vouches for.

Policy on characters: every line end (CR LF, CR, form feed, vertical tab, U+0085, U+2028, U+2029) becomes one
\\n. Tabs stay. NUL and all other control characters go, and so do zero-width spaces, byte order marks and the
marks that turn the direction of writing: they would hide words from a reader or a search.
"""

import re

from django.utils.translation import gettext_lazy as _

from luoshi.web import office
from luoshi.web.plain_text import TextError, decoded

BYTES = 2 * 1024 * 1024
CHARACTERS = 200_000
EXPANDED = 20 * 1024 * 1024  # Word spends up to some 40 bytes of XML on a character
PLAIN = {"", "txt", "text", "md"}

MESSAGES = {
    "empty": _("The file is empty. Choose another one, or paste the text."),
    "too_large": _(
        "The file is too large: at most %(megabytes)s MB and %(characters)s characters of text can be read. "
        "Take the pictures out, or split it."
    ),
    "binary": _("This is not a text file. Save the text as .docx or .txt and choose that file."),
    "encoding": _("The encoding of this text is not known. Save it as UTF-8 and choose it again."),
    "not_docx": _("This is not a Word document. Open it in its own program and save it as .docx."),
    "zip_bomb": _("The file unpacks to far more than a document holds. Copy the text into a new document."),
    "broken": _(
        "The file is damaged or protected. Open it in Word, save it as a new .docx and choose that one."
    ),
    "wrong_type": _(
        "The name of the file and its content do not agree, or it is neither .docx nor .txt. "
        "Save it as .docx or .txt and choose it again."
    ),
    "no_text": _("There is no text in this file. If it holds scanned pages, paste the text instead."),
}

_ZIP = b"PK\x03\x04"
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


class IntakeError(Exception):
    """`code` is a key of MESSAGES; `MESSAGES[code] % numbers` is what a person is told."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.code, self.numbers = code, numbers


def read_text(data: bytes, filename: str) -> str:
    """Text of a .docx or plain text file, lines ended by \\n; IntakeError where there is none to be had."""
    if not data:
        raise IntakeError("empty")
    if len(data) > BYTES:
        raise _too_large()
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    if extension not in PLAIN | {"docx"} or data.startswith(_ZIP) != (extension == "docx"):
        raise IntakeError("wrong_type")
    text = _tidy(_docx(data) if extension == "docx" else _plain(data))
    if len(text) > CHARACTERS:
        raise _too_large()
    if not text.strip():
        raise IntakeError("no_text")
    return text


def _too_large() -> IntakeError:
    return IntakeError("too_large", megabytes=BYTES // 1024**2, characters=CHARACTERS)


def _tidy(text: str) -> str:
    return _UNSEEN.sub("", _LINE_END.sub("\n", text))


def _plain(data: bytes) -> str:
    try:
        return decoded(data)
    except TextError as error:
        raise IntakeError(error.code) from error


def _docx(data: bytes) -> str:
    words = _Words()
    try:
        with office.opened(data, most=EXPANDED) as archive:
            part = office.main_part(archive, office.WORD)
            if part is None:
                raise IntakeError("not_docx")
            xml = office.read(archive, part, most=EXPANDED)
        office.parse(xml, start=words.start, end=words.end, text=words.text)
    except office.OfficeError as error:
        raise IntakeError(error.code) from error
    return "".join(words.said)


class _Words:
    """Paragraphs in order, one a line; cells of a table row parted by tabs. Insertions stay, deletions go."""

    NAMESPACES = (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
    )
    # Fallback says again, for old programs, what was said before it; rt is how a character is pronounced.
    UNSAID = frozenset({"del", "moveFrom", "Fallback", "rt"})
    SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

    def __init__(self) -> None:
        self.said: list[str] = []
        self.length = 0
        self.path: list[str] = []
        self.unsaid = 0
        self.joined: list[bool] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _space, local = name.rpartition(" ")
        if namespace not in self.NAMESPACES:
            local = ""
        if local in {"del", "moveFrom"} and self.path[-2:] == ["pPr", "rPr"]:
            self.joined[-1:] = [True]  # the paragraph's own mark was deleted: it runs on into the next
        elif local == "p":
            self.joined.append(False)
        elif local in self.SIGNS and self.path[-1:] == ["r"]:
            self._say(self.SIGNS[local])
        self.unsaid += local in self.UNSAID
        self.path.append(local)

    def end(self, name: str) -> None:
        local = self.path.pop()
        self.unsaid -= local in self.UNSAID
        if local == "p" and not self.joined.pop():
            self._say("\n")
        elif local in {"tc", "tr"} and self.said[-1:] in (["\n"], ["\t"]):
            self.said[-1] = "\t" if local == "tc" else "\n"

    def text(self, text: str) -> None:
        if self.path[-1] == "t":
            self._say(text)

    def _say(self, text: str) -> None:
        if self.unsaid:
            return
        self.length += len(text)
        if self.length > 2 * CHARACTERS:  # characters that are dropped later may be among them
            raise _too_large()
        self.said.append(text)
