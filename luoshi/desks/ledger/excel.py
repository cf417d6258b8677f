"""The ledger as Excel: every entry that answers the filters, newest first, one by one."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.core.ledger.queries import lines
from luoshi.desks.ledger.views import chips, filtered, read
from luoshi.desks.ledger.words import word
from luoshi.web.excel import Column, excel

CHUNK = 2000


@require_safe
def ledger_excel(request: HttpRequest) -> FileResponse:
    """Whichever page one stands on, all of them."""
    now, found = read(request)
    region = now.region
    entries = filtered(found, request.GET, []).iterator(chunk_size=CHUNK)
    rows = (line for entry in entries for line in lines([entry]))
    columns = [
        Column(_("Entry"), lambda line: line.seq),
        Column(_("When"), lambda line: timezone.localtime(line.at), 18),
        Column(_("Person"), lambda line: line.by_name or _("the calendar")),
        Column(_("Fact"), lambda line: word(line.fact)),
        Column(_("Subject"), lambda line: region.name if line.subject == region.code else line.subject),
        Column(_("What happened"), lambda line: line.sentence, 80),
    ]
    return excel(_("Ledger"), columns, rows, now=now, chips=chips(request.GET))
