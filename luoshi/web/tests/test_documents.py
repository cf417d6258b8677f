import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from luoshi.web.document_blocks import document_number
from luoshi.web.documents import (
    Chart,
    Heading,
    Imprint,
    Note,
    Paragraph,
    RedHead,
    Signature,
    Table,
    Title,
    render_docx,
    words,
)
from luoshi.web.tests.test_charts import YEAR

HEAD = RedHead("青禾县示范办公室文件", "禾办[2026]03号")
WHOLE = (
    HEAD,
    Title("关于示范工作的通报"),
    Heading(1, "总体情况"),
    Heading(2, "进度"),
    Heading(3, "道路"),
    Heading(4, "北段"),
    Paragraph("完成投资 3.62 亿元。"),
    Heading(1, "下一步"),
    Heading(2, "安排"),
    Table(("序号", "事项"), (("1", "北段\n南段"), ("2", "桥梁")), (16, 140), ("center", "left")),
    Table(("甲", "乙", "丙"), (("1", "2", "3"),)),
    Note("注：示例。"),
    Signature("青禾县示范办公室", date(2026, 9, 5)),
    Imprint(("抄送：各单位。", "青禾县示范办公室\t2026年9月5日印发")),
)


def opened(*blocks, **options):
    return docx.Document(io.BytesIO(render_docx(blocks, **options)))


def style(document, name):
    return document.styles[name]


def mm(length):
    return length / 36000


def test_same_blocks_give_the_same_bytes_in_another_process():
    program = (
        "import hashlib; from luoshi.web.tests.test_documents import WHOLE, render_docx;"
        "print(hashlib.sha256(render_docx(WHOLE, properties={'title': '通报'})).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[3],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Shanghai"), ("2", "UTC"))
    }
    assert len(digests) == 1
    assert digests != {b""}


def test_no_member_of_the_file_tells_when_it_was_made():
    with zipfile.ZipFile(io.BytesIO(render_docx(WHOLE))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in package.infolist()} == {zipfile.ZIP_STORED}
        assert b"1980-01-01T00:00:00Z" in package.read("docProps/core.xml")


def test_page_is_a4_with_a_block_of_156_by_225_mm():
    section = opened(*WHOLE).sections[0]
    assert [round(mm(side)) for side in (section.page_width, section.page_height)] == [210, 297]
    assert mm(section.top_margin) == pytest.approx(37, abs=0.02)
    assert mm(section.left_margin) == pytest.approx(28, abs=0.02)
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert mm(width) == pytest.approx(156, abs=0.02)
    assert mm(height) == pytest.approx(225, abs=0.02)


def test_a_page_holds_22_lines_of_28_characters():
    document = opened(*WHOLE)
    body = style(document, "Normal")
    spacing = body.element.rPr.find(qn("w:spacing"))
    character = body.font.size.pt + int(spacing.get(qn("w:val"))) / 20
    assert body.paragraph_format.line_spacing.pt == 28.95
    assert int(225 / 25.4 * 72 / 28.95) == 22
    assert int(156 / 25.4 * 72 / character) == 28


def test_body_is_fangsong_16_pt_indented_by_two_characters():
    body = style(opened(*WHOLE), "Body Text")
    indent, fonts = body.element.pPr.find(qn("w:ind")), body.element.rPr.find(qn("w:rFonts"))
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert indent.get(qn("w:firstLine")) == "640"
    assert fonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert fonts.get(qn("w:ascii")) == "Times New Roman"
    assert body.font.size.pt == 16
    assert body.element.pPr.find(qn("w:spacing")).get(qn("w:lineRule")) == "exact"


@pytest.mark.parametrize(
    ("name", "face", "size"),
    [
        ("Issuer Mark", "方正小标宋简体", 62),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Heading 4", "仿宋_GB2312", 16),
        ("Imprint", "仿宋_GB2312", 14),
        ("footer", "宋体", 14),
    ],
)
def test_each_rank_has_its_face_and_size(name, face, size):
    look = style(opened(*WHOLE), name)
    assert look.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == face
    assert look.font.size.pt == size


def test_red_head_stands_35_mm_down_over_a_red_rule():
    document = opened(*WHOLE)
    mark, number = document.paragraphs[:2]
    assert mm(style(document, "Issuer Mark").paragraph_format.space_before) == pytest.approx(35, abs=0.02)
    assert mark.style.font.color.rgb is not None
    assert mark.text == "青禾县示范办公室文件"
    assert number.text == "禾办〔2026〕3号"
    rule = number.style.element.pPr.find(qn("w:pBdr"))[0]
    assert rule.get(qn("w:color")) == str(mark.style.font.color.rgb)
    two_lines = 2 * 28.95
    assert number.style.paragraph_format.space_before.pt == two_lines
    assert number.style.paragraph_format.space_after.pt == two_lines


def test_a_long_issuer_gets_a_smaller_mark_on_one_line():
    mark = opened(RedHead("青" * 16, "")).paragraphs[0].runs[0]
    assert mark.font.size.pt * 16 <= 156 / 25.4 * 72
    assert opened(RedHead("青" * 40, "")).paragraphs[0].runs[0].font.size.pt == 26


def test_headings_number_themselves():
    text = words(WHOLE).split("\n")
    assert text[3:7] == ["一、总体情况", "（一）进度", "1. 道路", "（1）北段"]
    assert text[8:10] == ["二、下一步", "（一）安排"]
    assert "十一、" in words([Heading(1, "")] * 11)
    assert "1.1 Roads" in words([Heading(1, "All"), Heading(2, "Roads")], language="en")


def test_word_file_and_plain_text_say_the_same():
    document = opened(*WHOLE)
    said = []
    for part in document.iter_inner_content():
        rows = (
            [[cell.text for cell in row.cells] for row in part.rows]
            if hasattr(part, "rows")
            else [[part.text]]
        )
        said += ["\t".join(cells) for cells in rows]
    assert "\n".join(filter(None, said)) == words(WHOLE)


def test_tables_are_156_mm_wide_repeat_their_head_and_split_no_row():
    first, second, _ = opened(*WHOLE).tables
    for table in (first, second):
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(widths) / 1440 * 25.4 == pytest.approx(156, abs=0.02)
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
    assert first.cell(1, 0).paragraphs[0].alignment == 1


def test_neighbouring_tables_stay_two():
    body = [child.tag.split("}")[1] for child in opened(*WHOLE).element.body]
    assert ("tbl", "tbl") not in list(pairwise(body))
    assert body[-2:] == ["p", "sectPr"]


@pytest.mark.parametrize(
    ("wrong", "say"),
    [
        ({"rows": (("1",),)}, "as many cells"),
        ({"widths_mm": (100, 100)}, "156 mm"),
        ({"align": ("left", "middle")}, "alignment"),
    ],
)
def test_a_table_that_cannot_be_drawn_is_refused(wrong, say):
    with pytest.raises(ValueError, match=say):
        Table(**{"head": ("甲", "乙"), "rows": ()} | wrong)


def test_date_ends_four_characters_from_the_right_under_its_issuer():
    paragraphs = opened(*WHOLE).paragraphs
    issuer, day = (p for p in paragraphs if p.style.name in ("Signature", "Date"))
    assert day.text == "2026年9月5日"
    assert day._p.pPr.find(qn("w:ind")).get(qn("w:rightChars")) == "400"
    assert issuer._p.pPr.find(qn("w:ind")).get(qn("w:rightChars")) == "300"  # 8 characters centred over 6


def test_imprint_lies_on_the_lower_edge_between_three_rules():
    imprint = opened(*WHOLE).tables[-1]._tbl
    place, borders = imprint.tblPr.find(qn("w:tblpPr")), imprint.tblPr.find(qn("w:tblBorders"))
    assert place.get(qn("w:tblpYSpec")) == "bottom"
    assert place.get(qn("w:vertAnchor")) == "margin"
    rules = {rule.tag.split("}")[1]: int(rule.get(qn("w:sz"))) / 8 / 72 * 25.4 for rule in borders}
    assert rules == {
        "top": pytest.approx(0.35, abs=0.02),
        "insideH": pytest.approx(0.25, abs=0.02),
        "bottom": pytest.approx(0.35, abs=0.02),
    }


def test_page_numbers_stand_7_mm_under_the_block_outside():
    document = opened(*WHOLE)
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        properties = paragraph._p.pPr
        assert properties.find(qn("w:jc")).get(qn("w:val")) == side
        assert "".join(text.text for text in paragraph._p.iter(qn("w:t"))) == "— 1 —"
        assert paragraph._p.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"
        assert paragraph.style.element.pPr.find(qn("w:ind")).get(qn("w:rightChars")) == "100"
    middle_of_line = mm(section.footer_distance) + 14 / 2 / 72 * 25.4
    assert mm(section.bottom_margin) - middle_of_line == pytest.approx(7, abs=0.02)


def test_document_number_takes_its_official_form():
    assert document_number("禾办(2026)003号") == "禾办〔2026〕3号"
    assert document_number("禾办〔2026〕10号") == "禾办〔2026〕10号"
    assert document_number("禾办（2026）0号") == "禾办〔2026〕0号"


def test_properties_are_carried_and_unknown_ones_refused():
    core = opened(Title("甲"), properties={"title": "通报", "subject": "八月"}).core_properties
    assert (core.title, core.subject, core.author) == ("通报", "八月", "")
    with pytest.raises(ValueError, match="colour"):
        render_docx([], properties={"colour": "red"})


def test_what_xml_cannot_hold_is_left_out():
    assert words([Paragraph("进\x00度\x0b\ufffe\ud800好")]) == "进度好"
    assert opened(Paragraph("进\x00度")).paragraphs[0].text == "进度"


def test_no_picture_is_ever_drawn():
    with zipfile.ZipFile(io.BytesIO(render_docx(WHOLE))) as package:
        assert not [name for name in package.namelist() if not name.endswith((".xml", ".rels"))]


@pytest.mark.parametrize(("language", "tag"), [("zh-Hans", "zh-CN"), ("zh-Hant", "zh-TW"), ("en", "en-GB")])
def test_language_is_told_to_word(language, tag):
    document = opened(Signature("甲", date(2026, 9, 5)), language=language)
    assert document.core_properties.language == tag
    assert document.paragraphs[1].text == ("5 September 2026" if language == "en" else "2026年9月5日")


CHART = Chart("低于序时进度 9.4 亿元", "固定资产投资，亿元", YEAR, "七月累计 7.4 亿元，目标 28.8 亿元。")


def test_a_chart_is_its_title_its_measure_and_its_words():
    assert words([CHART]).split("\n") == [CHART.title, CHART.measure, CHART.words]


def test_a_chart_is_a_picture_that_says_what_it_shows():
    document = opened(Paragraph("甲"), CHART, Paragraph("乙"))
    assert [p.text for p in document.paragraphs] == ["甲", CHART.title, CHART.measure, "", "乙"]
    (picture,) = document.inline_shapes
    assert 155 < mm(picture.width) < 156
    assert picture._inline.docPr.get("descr") == CHART.words
    assert render_docx([CHART]) == render_docx([CHART])


def test_what_xml_cannot_hold_is_left_out_of_a_chart_too():
    hostile = replace(CHART, title="进\x00度", drawing=replace(YEAR, goal_label="目\x00标 <&>", slots=["\x1b"] * 12))
    assert opened(hostile).inline_shapes
