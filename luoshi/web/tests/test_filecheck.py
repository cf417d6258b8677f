import hashlib
import io
import random
import time
from contextlib import suppress

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.web import filecheck
from luoshi.web.filecheck import LIMIT, MESSAGES, FileError, check, path_of, store
from luoshi.web.tests import office_files as make


def spreadsheet() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


FILLER = bytes(range(128, 256)) * 4
PDF = b"%PDF-1.7\n" + FILLER
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + FILLER
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + FILLER
WEBP = b"RIFF\x00\x02\x00\x00WEBPVP8 " + FILLER
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + FILLER
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + FILLER
DOCX, XLSX = make.written("完成情况"), spreadsheet()


def refused(data, filename, **options) -> str:
    with pytest.raises(FileError) as caught:
        check(data, filename, **options)
    assert str(MESSAGES[caught.value.code] % caught.value.numbers)
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "name", "mime", "extension"),
    [
        (PDF, "进度确认单.pdf", "application/pdf", "pdf"),
        (JPG, "现场.JPG", "image/jpeg", "jpg"),
        (JPG, "现场.jpeg", "image/jpeg", "jpg"),
        (PNG, "a.png", "image/png", "png"),
        (WEBP, "a.webp", "image/webp", "webp"),
        (HEIC, "a.heic", "image/heic", "heic"),
        (HEIC, "a.HEIF", "image/heic", "heic"),
        (MP4, "a.mp4", "video/mp4", "mp4"),
        (DOCX, "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        (XLSX, "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ],
)
def test_evidence_is_what_its_content_says(data, name, mime, extension):
    found = check(data, name)
    assert (found.mime, found.extension, found.size) == (mime, extension, len(data))
    assert found.digest_sha256 == hashlib.sha256(data).hexdigest()


def test_an_upload_is_judged_like_bytes_and_left_at_its_beginning():
    upload = SimpleUploadedFile("a.pdf", PDF)
    upload.seek(5)
    assert check(upload, upload.name) == check(PDF, "a.pdf")
    assert upload.read() == PDF


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (PDF, "a.jpg", "name_mismatch"),
        (JPG, "a.pdf", "name_mismatch"),
        (JPG, "a.jpg.exe", "name_mismatch"),
        (DOCX, "a.xlsx", "name_mismatch"),
        (XLSX, "a.docx", "name_mismatch"),
        (DOCX, "a.docm", "name_mismatch"),
        (HTML, "a.html", "unknown_type"),
        (HTML, "a.jpg", "unknown_type"),
        (SVG, "a.svg", "unknown_type"),
        (SVG, "a.png", "unknown_type"),
        (b"#!/bin/sh\nrm", "a.sh", "unknown_type"),
        (b"MZ" + FILLER, "a.pdf", "unknown_type"),
        (b"text", "a.txt", "unknown_type"),
        (b"GIF89a" + FILLER, "a.gif", "unknown_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + FILLER, "a.doc", "unknown_type"),
        (b"\xff\xd8\xff\xe0" + HTML + FILLER, "a.jpg", "unknown_type"),
        (b"\xff\xd8\xff\xe0<ScRiPt>" + FILLER, "a.jpg", "unknown_type"),
        (b"%PDF-1.7\n<?php system(1)?>", "a.pdf", "unknown_type"),
        (b"\x89PNG\r\n\x1a\n< svg onload=x>" + FILLER, "a.png", "unknown_type"),
        (make.zipped({"a.txt": "text"}), "a.docx", "unknown_type"),
        (make.office(MACRO_WORD, "word/document.xml", ""), "a.docm", "macros"),
        (make.office(MACRO_WORD, "word/document.xml", ""), "a.docx", "macros"),
        (make.word(**{"word/vbaProject.bin": b"x"}), "a.docx", "macros"),
        (make.sheet(**{"xl/macrosheets/sheet1.xml": b"x"}), "a.xlsx", "macros"),
        (make.word(**{"word/activeX/activeX1.bin": b"x"}), "a.docx", "macros"),
        (make.bomb(), "a.docx", "zip_bomb"),
        (make.crowded(), "a.docx", "zip_bomb"),
        (make.lying_bomb(), "a.docx", "broken"),
        (make.word(**{"../../x": b"x"}), "a.docx", "broken"),
        (make.zipped({make.TYPES: "<!DOCTYPE d><Types/>"}), "a.docx", "broken"),
        (DOCX[: len(DOCX) // 2], "a.docx", "broken"),
        (PDF, "", "bad_name"),
        (PDF, ".pdf", "bad_name"),
        (PDF, "pdf", "bad_name"),
        (PDF, "folder/", "bad_name"),
        (PDF, " . .pdf", "bad_name"),
        (PDF, "\u202e\x00.pdf", "bad_name"),
        (PDF, "a." + "p" * 300, "bad_name"),
    ],
)
def test_what_is_no_evidence_is_refused_with_its_reason(data, name, code):
    assert refused(data, name) == code


def test_a_file_over_the_limit_is_refused_without_being_read_whole():
    class Endless(io.RawIOBase):
        served = 0

        def read(self, size=-1):
            self.served += size
            return b"%PDF-" + b"a" * (size - 5)

        def seek(self, offset, whence=0):
            return 0

    file = Endless()
    assert refused(file, "a.pdf") == "too_large"
    assert file.served <= LIMIT + 2 * filecheck.CHUNK
    assert refused(PDF, "a.pdf", limit=100) == "too_large"


def test_a_bomb_inside_an_office_file_stays_packed():
    began = time.perf_counter()
    assert check(make.nested_bomb(), "a.docx").extension == "docx"
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("C:\\Users\\x\\现场 照片.pdf", "现场 照片.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("...hidden.PDF", "hidden.pdf"),
        ("a\x00\r\nb\u202e.pdf", "ab.pdf"),
        ('<b>"x"|y?.pdf', "_b__x__y_.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("名" * 300 + ".pdf", "名" * 116 + ".pdf"),
    ],
)
def test_names_are_made_fit_to_be_shown(given, name):
    assert check(PDF, given).name == name


def test_a_kept_file_lies_under_its_digest_alone(tmp_path):
    found = check(JPG, "现场.jpg")
    path = store(found, JPG, tmp_path)
    assert (
        path
        == path_of(found.digest_sha256, tmp_path)
        == tmp_path / found.digest_sha256[:2] / found.digest_sha256[2:]
    )
    assert path.read_bytes() == JPG
    assert store(found, io.BytesIO(JPG), tmp_path) == path
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]


def test_an_upload_is_kept_from_its_beginning(tmp_path):
    upload = SimpleUploadedFile("a.pdf", PDF)
    found = check(upload, "a.pdf")
    upload.seek(0, 2)
    assert store(found, upload, tmp_path).read_bytes() == PDF


def test_another_file_than_the_checked_one_leaves_nothing(tmp_path):
    with pytest.raises(ValueError, match="not the one"):
        store(check(PDF, "a.pdf"), JPG, tmp_path)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_a_store_that_breaks_off_leaves_nothing(tmp_path):
    class Torn(io.BytesIO):
        def read(self, size=-1):
            raise OSError("torn")

    with pytest.raises(OSError, match="torn"):
        store(check(PDF, "a.pdf"), Torn(PDF), tmp_path)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_a_digest_leads_to_a_path(digest, tmp_path):
    with pytest.raises(ValueError, match="digest"):
        path_of(digest, tmp_path)


def test_spoilt_files_never_end_in_anything_but_a_reason():
    dice = random.Random(11)
    for turn in range(300):
        spoilt = bytearray((DOCX, XLSX)[turn % 2])
        for _byte in range(dice.randint(1, 12)):
            spoilt[dice.randrange(4, len(spoilt))] = dice.randrange(256)
        with suppress(FileError):
            check(bytes(spoilt), "a.docx")
