"""A stocktake as a file to keep: Word and PDF, in GB/T 9704 layout."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.loop.stocktakes.compose.document import Source, compose
from luoshi.loop.stocktakes.models import Stocktake
from luoshi.loop.stocktakes.queries import source_of
from luoshi.loop.stocktakes.views.finding import computed_of, language_of, seen
from luoshi.web import pdf as paper
from luoshi.web.document_blocks import Block
from luoshi.web.documents import render_docx
from luoshi.web.downloads import DOCUMENT_LANGUAGES, PDF, WORD, download

Draw = Callable[[list[Block], str, Source], bytes]


@require_safe
def word(request: HttpRequest, code: str) -> HttpResponse:
    """The stocktake as a Word file."""
    return _file(request, seen(request, code), _word, WORD, "docx")


@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The stocktake as a PDF file."""
    return _file(request, seen(request, code), _pdf, PDF, "pdf")


def _word(blocks: list[Block], language: str, source: Source) -> bytes:
    return render_docx(blocks, language=language, fonts=settings.FONTS)


def _pdf(blocks: list[Block], language: str, source: Source) -> bytes:
    if source.shown.at is None:
        raise ValueError("a stocktake of an empty book")
    return paper.pdf(blocks, language=language, made=source.shown.at, fonts=settings.FONTS)


def _file(request: HttpRequest, found: Stocktake, draw: Draw, kind: str, ending: str) -> HttpResponse:
    source, language = source_of(found), language_of(found)
    blocks = compose(source, language, computed_of(found, source))
    try:
        data = draw(blocks, DOCUMENT_LANGUAGES[language], source)
    except paper.NoChineseFont:
        told = _(
            "No Chinese typeface is installed on the server, so no file was made. Let an administrator install Noto "
            "CJK or put the office's typefaces into the folder that LUOSHI_FONTS names. The page itself can be printed."
        )
        messages.error(request, told)
        return redirect(found)
    return download(data, kind, plain=f"stocktake-{found.code}.{ending}", full=f"{found.number or found.code}.{ending}")
