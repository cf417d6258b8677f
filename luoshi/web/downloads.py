"""A document as a file to keep: its type, its name, and the language it is written in."""

from urllib.parse import quote

from django.http import HttpResponse

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
DOCUMENT_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}  # ours → as documents name them


def download(data: bytes, kind: str, *, plain: str, full: str) -> HttpResponse:
    """An answer kept as the file `full`; as `plain`, in ASCII, by whoever cannot read the other (RFC 6266, 5)."""
    name = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": name})
