"""Office files, good and bad, made in memory."""

import io
import zipfile
from functools import cache

import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"


def zipped(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def office(kind: str, part: str, content: bytes | str, **members: bytes | str) -> bytes:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    )
    return zipped({TYPES: types, part: content} | members)


def word_xml(body: str, prologue: str = "") -> str:
    return f'<?xml version="1.0"?>{prologue}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def word(
    body: str = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>", prologue: str = "", **members: bytes | str
) -> bytes:
    part = "word/document.xml"
    return office(MAIN.format("wordprocessingml.document"), part, word_xml(body, prologue), **members)


def sheet(**members: bytes | str) -> bytes:
    return office(MAIN.format("spreadsheetml.sheet"), "xl/workbook.xml", "<workbook/>", **members)


def written(*paragraphs: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


@cache
def bomb() -> bytes:
    """Some 30 kB that claim, truly, to be 30 MB."""
    return word("<w:p>" + " " * 30_000_000 + "</w:p>")


def nested_bomb() -> bytes:
    inner = bomb()
    return word(**{f"word/embeddings/{place}.zip": inner for place in range(20)})


def lying_bomb() -> bytes:
    """The directory says that the text is 200 bytes long; it expands to 30 MB."""
    honest = bomb()
    size = len(word_xml("<w:p>" + " " * 30_000_000 + "</w:p>"))
    return honest.replace(size.to_bytes(4, "little"), (200).to_bytes(4, "little"))


def crowded() -> bytes:
    return word(**{f"word/{place}": b"" for place in range(3000)})
