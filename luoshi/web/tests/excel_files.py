"""An Excel answer as tests read it."""

import io
from typing import Any

import openpyxl

ABOVE = 3  # lines over the head


def told(client: Any, person: Any, url: str, language: str = "zh-hans", **query: Any) -> tuple[list[str], list[dict]]:
    """(the lines above, rows by head) of what the person is answered; two columns of one name would be an error."""
    client.force_login(person)
    client.cookies["django_language"] = language
    answer = client.get(url, query or None)
    assert answer.status_code == 200, url
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.iter_rows(values_only=True))
    heads = rows[ABOVE]
    assert len(set(heads)) == len(heads), heads
    return [row[0] for row in rows[:ABOVE]], [dict(zip(heads, row, strict=True)) for row in rows[ABOVE + 1 :]]
