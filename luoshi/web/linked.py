"""Words of a document that lead somewhere: the text stays text, on a page some of its words are links."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from luoshi.web.document_blocks import Table


def link(text: str, url: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)


def with_links(text: str, urls: Mapping[str, str]) -> SafeString:
    """The text, escaped, with each of the given words as a link."""
    if not urls:
        return conditional_escape(text)
    longest_first = sorted(map(re.escape, urls), key=len, reverse=True)
    parts = re.split(rf"(?<![A-Za-z0-9-])({'|'.join(longest_first)})(?![0-9])", text)
    pieces = [link(part, urls[part]) if part in urls else conditional_escape(part) for part in parts]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def columns(table: Table, rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Head and cells of a table, each with the alignment of its column, as `web/_block.html` shows them."""
    align = table.align or ("left",) * len(table.head)
    return {
        "head": list(zip(align, table.head, strict=True)),
        "rows": [list(zip(align, row, strict=True)) for row in rows],
    }
