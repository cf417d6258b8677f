"""Minutes that cannot be read are refused with a reason, and nothing is half-written."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from luoshi.core.ledger.queries import head_of
from luoshi.core.ledger.replay import check
from luoshi.loop.meetings.models import Minutes

SENTENCE = "会议要求，住建局要在9月1日前完成排查。"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _docx(body, head="", extra=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


PARAGRAPH = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BAD = {
    "empty": ("a.txt", b""),
    "blank": ("a.txt", b" \n \n"),
    "ten megabytes": ("a.txt", "会".encode() * 3_500_000),
    "binary": ("a.txt", bytes(range(256)) * 40),
    "picture called text": ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(500)),
    "text called word": ("a.docx", SENTENCE.encode()),
    "not a zip after all": ("a.docx", b"PK\x03\x04" + bytes(200)),
    "entity": ("a.docx", _docx("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", XXE)),
    "bomb": ("a.docx", _docx(PARAGRAPH, extra={"word/bomb.xml": bytes(60_000_000)})),
    "way out of the folder": ("a.docx", _docx(PARAGRAPH, extra={"../../evil.xml": "x"})),
    "another kind": ("a.exe", SENTENCE.encode()),
}


@pytest.fixture
def supervisor(client, world):
    client.force_login(world.people["supervisor"])
    return client


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_refused(supervisor, world, case):
    name, content = BAD[case]
    head = head_of(world.region.pk)
    told = {"file": SimpleUploadedFile(name, content), "text": ""}
    answer = supervisor.post(reverse("minutes", args=["2026-11"]), told)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert head_of(world.region.pk) == head
    assert not Minutes.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n", "会" * 200_001, "\x00\x01" * 500])
def test_pasted_text_obeys_the_same_limits(supervisor, world, text):
    answer = supervisor.post(reverse("minutes", args=["2026-11"]), {"text": text})
    assert answer.status_code == 422
    assert not Minutes.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", SENTENCE.encode()),
        ("gb.txt", SENTENCE.encode("gb18030")),
        ("u16.txt", SENTENCE.encode("utf-16")),
        ("bom.txt", SENTENCE.encode("utf-8-sig")),
        ("a.docx", _docx(PARAGRAPH)),
        ("../../etc/纪要.txt", SENTENCE.encode()),
    ],
)
def test_the_usual_files_are_read(supervisor, world, name, content):
    answer = supervisor.post(reverse("minutes", args=["2026-11"]), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    taken = Minutes.objects.get()
    assert taken.text.strip() == SENTENCE
    assert "/" not in taken.source
    assert world.meeting.directives.count() == 1
    assert check()


def test_text_and_file_together_are_refused(supervisor, world):
    told = {"file": SimpleUploadedFile("a.txt", SENTENCE.encode()), "text": "别的正文"}
    answer = supervisor.post(reverse("minutes", args=["2026-11"]), told)
    assert answer.status_code == 422
    assert "别的正文" in answer.content.decode()


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"title": "会", "code": "2026-11", "held_at": "2026-08-10T09:30"},
        {"title": "会", "code": "a b", "held_at": "2026-08-10T09:30"},
        {"title": "会", "code": "x", "held_at": "昨天"},
        {"title": "会" * 121, "code": "x", "held_at": "2026-08-10T09:30"},
        {"title": "会", "code": "x", "held_at": "2026-08-10T09:30", "present": "名" * 41},
    ],
)
def test_a_meeting_that_cannot_be_entered_says_why(supervisor, told):
    answer = supervisor.post(reverse("meeting_new"), {f"agenda{row}-kind": "brief" for row in (1, 2, 3, 4)} | told)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("numbers", [[], ["x"], ["999"], ["-1"], ["9" * 30], ["1;drop"]])
def test_numbers_nobody_gave_assign_nothing(supervisor, minuted, numbers):
    answer = supervisor.post(reverse("assignment", args=["2026-11"]), {"d": numbers})
    assert answer.status_code == 302
    assert not minuted.meeting.assignments.exists()
