import codecs
import io
import random
import time
import tracemalloc
import zipfile
from contextlib import suppress

import docx
import pytest

from luoshi.web.intake import CHARACTERS, MESSAGES, IntakeError, read_text
from luoshi.web.tests import office_files as make

TEXT = "会议要求，示范局九月底前完成道路改造。\n第二段：完成率 64.49%。\n"


LONG = "".join(random.Random(3).choices("一二三四五六七八九十百千万", k=3 * CHARACTERS))  # hardly compresses


def refused(data: bytes, filename: str) -> str:
    with pytest.raises(IntakeError) as caught:
        read_text(data, filename)
    assert str(MESSAGES[caught.value.code] % caught.value.numbers)
    return caught.value.code


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\u2028").encode(),
        TEXT.replace("，", "，\x00\x07\u202e\u200b").encode(),
    ],
)
@pytest.mark.parametrize("name", ["纪要.txt", "纪要.TXT", "notes.md", "纪要"])
def test_the_same_text_comes_out_of_every_encoding(data, name):
    assert read_text(data, name) == TEXT


def test_rare_characters_of_gb18030_are_read():
    assert read_text("𠮷镇、㑇村的改造进度".encode("gb18030"), "a.txt") == "𠮷镇、㑇村的改造进度"


def test_tabs_stay_and_a_page_break_ends_a_line():
    assert read_text(b"a\tb\x0cc", "a.txt") == "a\tb\nc"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b"", "a.docx", "empty"),
        (b"  \r\n\x00 ", "a.txt", "no_text"),
        (codecs.BOM_UTF8, "a.txt", "no_text"),
        (make.word("<w:p/>"), "a.docx", "no_text"),
        (b"a" * 10_000_000, "a.txt", "too_large"),
        (b"PK\x03\x04" + b"a" * 10_000_000, "a.docx", "too_large"),
        ("字" * (CHARACTERS + 1), "a.txt", "too_large"),
        (b"%PDF-1.7 text", "a.txt", "binary"),
        (b"{\\rtf1 text}", "a.txt", "binary"),
        (b"\xd0\xcf\x11\xe0" + b"a" * 50, "a.txt", "binary"),
        (bytes(range(256)) * 40, "a.txt", "binary"),
        (random.Random(1).randbytes(5000), "a.txt", "binary"),
        ("café au lait".encode("latin-1"), "a.txt", "encoding"),
        (b"\xff\xfea", "a.txt", "encoding"),
        (codecs.BOM_UTF16_LE + random.Random(1).randbytes(4000), "a.txt", "encoding"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "a.txt", "encoding"),
        (TEXT.encode(), "a.docx", "wrong_type"),
        (make.word(), "a.txt", "wrong_type"),
        (make.word(), "a", "wrong_type"),
        (make.word(), "a.doc", "wrong_type"),
        (TEXT.encode(), "a.pdf", "wrong_type"),
        (b"\xd0\xcf\x11\xe0" + b"a" * 50, "a.docx", "wrong_type"),
        (make.sheet(), "a.docx", "not_docx"),
        (make.zipped({"a.txt": "text"}), "a.docx", "not_docx"),
        (make.word()[:-60], "a.docx", "broken"),
        (make.word("<w:p>"), "a.docx", "broken"),
        (make.office(make.MAIN.format("wordprocessingml.document"), "a", "\x00"), "a.docx", "broken"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data, name, code):
    assert refused(data.encode() if isinstance(data, str) else data, name) == code


def test_paragraphs_of_a_word_file_come_in_order():
    assert (
        read_text(make.written("第一段", "第二段\t乙", "第三段"), "纪要.DOCX")
        == "第一段\n第二段\t乙\n第三段\n"
    )


def test_table_rows_come_as_lines_where_they_stand():
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("前")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("事项", "单位", "道路", "示范局\n乡镇"), strict=True):
        cell.text = text
    document.add_paragraph("后")
    document.save(out)
    assert read_text(out.getvalue(), "a.docx") == "前\n事项\t单位\n道路\t示范局\n乡镇\n后\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>",
            "增\n",
        ),
        (
            "<w:p><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>",
            "新\n",
        ),
        (
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p><w:p><w:r><w:t>后</w:t></w:r></w:p>",
            "前后\n",
        ),
        ("<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>", "前\n"),
        ("<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>", "一\n二\t三\n"),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>", "甲\n"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>3</w:t></w:r></w:p>", "3\n"),
        ("<w:p><w:r><w:t>&lt;&#25913;&gt;</w:t></w:r></w:p>", "<改>\n"),
    ],
)
def test_word_text_is_what_a_reader_sees_with_changes_accepted(body, text):
    assert read_text(make.word(body), "a.docx") == text


ATTACKS = {
    "external entity": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    "external document type": '<!DOCTYPE d SYSTEM "http://localhost:9/d.dtd">',
    "parameter entity": '<!DOCTYPE d [<!ENTITY % x SYSTEM "http://localhost:9/d">%x;]>',
    "a billion laughs": '<!DOCTYPE d [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>',
    "plain document type": "<!DOCTYPE d>",
}


@pytest.mark.parametrize("prologue", ATTACKS.values(), ids=ATTACKS.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_document_type_is_followed_in_any_encoding(prologue, encoding):
    xml = make.word_xml("<w:p><w:r><w:t>a</w:t></w:r></w:p>", prologue).replace(
        '"1.0"', f'"1.0" encoding="{encoding}"'
    )
    kind = make.MAIN.format("wordprocessingml.document")
    assert refused(make.office(kind, "word/document.xml", xml.encode(encoding)), "a.docx") == "broken"


def test_no_document_type_is_followed_in_the_list_of_parts():
    data = make.zipped({make.TYPES: "<!DOCTYPE d><Types/>", "word/document.xml": make.word_xml("")})
    assert refused(data, "a.docx") == "broken"


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/x", "word\\..\\x", "C:\\x", "word/../../x"])
def test_members_that_point_outside_are_refused(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert refused(make.word(**{name: "x"}), "a.docx") == "broken"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused():
    out = io.BytesIO(make.word())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/document.xml", make.word_xml(""))
    assert refused(out.getvalue(), "a.docx") == "broken"


@pytest.mark.parametrize("compression", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_compression_that_word_never_uses_is_refused(compression):
    data = make.zipped({make.TYPES: "<Types/>"}, compression)
    assert refused(data, "a.docx") == "broken"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make.bomb(), "zip_bomb"),
        (make.crowded(), "zip_bomb"),
        (make.lying_bomb(), "broken"),
        (make.word(f"<w:p><w:r><w:t>{LONG}</w:t></w:r></w:p>"), "too_large"),
    ],
    ids=["ratio", "members", "lying directory", "text"],
)
def test_bombs_are_refused_fast_and_without_memory(data, code):
    tracemalloc.start()
    began = time.perf_counter()
    assert refused(data, "a.docx") == code
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000
    assert time.perf_counter() - began < 3


def test_a_bomb_inside_a_word_file_is_never_touched():
    assert read_text(make.nested_bomb(), "a.docx") == "正文\n"


def test_spoilt_files_never_end_in_anything_but_a_reason():
    dice, whole = random.Random(7), make.written("会议要求", "完成")
    for _turn in range(300):
        spoilt = bytearray(whole)
        for _byte in range(dice.randint(1, 12)):
            spoilt[dice.randrange(4, len(spoilt))] = dice.randrange(256)
        with suppress(IntakeError):
            read_text(bytes(spoilt), "a.docx")
