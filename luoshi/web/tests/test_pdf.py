import re
import shutil
import subprocess
import sys
import zlib
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import typst

from luoshi.web import typefaces as faces
from luoshi.web.document_blocks import (
    Chart,
    Heading,
    Imprint,
    Note,
    Paragraph,
    RedHead,
    Signature,
    Table,
    Title,
)
from luoshi.web.pdf import NoChineseFont, pdf
from luoshi.web.tests.test_charts import DOTS, LEVELS, RANKS, SHARES, YEAR
from luoshi.web.tests.test_documents import WHOLE

MADE = datetime(2026, 9, 5, 18, tzinfo=UTC)
POINTS = 72 / 25.4
reads = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) reads the file")


def made(*blocks, language="zh-Hans", **options):
    return pdf(blocks, language=language, made=MADE, **options)


def poppler(data, *options):
    run = subprocess.run(["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True)
    return run.stdout.decode()


def pages(data):
    return poppler(data, "-layout").split("\f")[:-1]


def said(data):
    """All words, without the white space that layout puts between them."""
    return "".join(poppler(data, "-raw").split())


def boxes(data):
    """Of each word: page, left, top, right, bottom in mm, and the word."""
    found = []
    for number, page in enumerate(poppler(data, "-bbox").split("<page ")[1:], 1):
        for left, top, right, bottom, word in re.findall(
            r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', page
        ):
            found.append((number, *(float(length) / POINTS for length in (left, top, right, bottom)), word))
    return found


def unpacked(data):
    """The file with its compressed streams opened."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
    opened = []
    for stream in streams:
        try:
            opened.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            opened.append(stream)
    return data + b"\n".join(opened)


def test_same_blocks_give_the_same_bytes_in_another_process():
    program = (
        "import conftest, hashlib; from luoshi.web.tests.test_pdf import WHOLE, made;"
        "print(hashlib.sha256(made(*WHOLE)).hexdigest())"
    )
    root = Path(__file__).parents[3]
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": "/usr/bin:/bin", "HOME": "/tmp"},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Shanghai"), ("2", "UTC"))
    }
    assert len(digests) == 1
    assert digests != {b""}


def test_the_file_says_when_it_was_made_and_that_it_can_be_kept_and_read_aloud():
    data = made(*WHOLE)
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert b"2026-09-05T18:00:00" in data
    assert "关于示范工作的通报".encode() in data


def test_the_same_moment_elsewhere_is_the_same_and_one_without_a_zone_is_refused():
    there = MADE.astimezone(timezone(timedelta(hours=8)))
    assert pdf(WHOLE, language="zh-Hans", made=there) == made(*WHOLE)
    with pytest.raises(ValueError, match="zone"):
        pdf(WHOLE, language="zh-Hans", made=MADE.replace(tzinfo=None))


@reads
def test_a_page_holds_22_lines_of_28_characters():
    first = pages(made(Paragraph("字" * 1200)))[0]
    lines = [line.strip() for line in first.splitlines() if "字" in line]
    assert [len(line) for line in lines] == [26] + [28] * 21


@reads
def test_text_stands_in_a_block_of_156_by_225_mm():
    found = [box for box in boxes(made(Paragraph("字" * 1200))) if "字" in box[5] and box[0] == 1]
    assert min(box[1] for box in found) == pytest.approx(28, abs=0.2)
    assert max(box[3] for box in found) == pytest.approx(184, abs=0.6)
    assert min(box[2] for box in found) >= 36
    assert max(box[4] for box in found) <= 297 - 35 + 1.5  # the box of a character reaches below its ink


@reads
def test_page_numbers_stand_outside():
    sides = {box[0]: box[1] for box in boxes(made(Paragraph("字" * 1200))) if box[5] in {"1", "2", "3"}}
    assert sides[1] > 105
    assert sides[2] < 105


HOSTILE = '#panic("x") $x^2$ @ref <label> \\ *b* _i_ `raw` // no /* no */ ] } ~ --- = # "quoted" \\u{41} #sys.inputs'


@reads
def test_words_are_never_read_as_markup():
    data = made(
        RedHead(HOSTILE[:11], HOSTILE),
        Title(HOSTILE),
        Heading(1, HOSTILE),
        Paragraph(HOSTILE),
        Table((HOSTILE,), ((HOSTILE,),)),
        Note(HOSTILE),
        Chart(HOSTILE, HOSTILE, YEAR, HOSTILE),
        Signature(HOSTILE, date(2026, 9, 5)),
        Imprint((HOSTILE,)),
    )
    assert said(data).count("".join(HOSTILE.split())) == 11


@reads
def test_control_characters_are_left_out_and_what_no_font_has_becomes_a_geta():
    assert said(made(Paragraph("进\x00度\x1b[0m\ufeff好\U000e1234\u0378"))).startswith("进度[0m好〓〓")


@reads
def test_line_breaks_within_a_paragraph_and_a_cell_are_kept():
    lines = [line.strip() for line in pages(made(Paragraph("甲\n乙"), Table(("丙\n丁",), ())))[0].splitlines()]
    assert [line for line in lines if line][:4] == ["甲", "乙", "丙", "丁"]


@reads
def test_a_long_table_repeats_its_head_and_loses_no_row():
    rows = tuple((str(number), "示范事项") for number in range(100, 170))
    found = pages(made(Table(("编号", "事项"), rows)))
    assert len(found) > 2
    assert all("编号" in page for page in found)
    assert [number for page in found for number in re.findall(r"\b1\d\d\b", page)] == [row[0] for row in rows]


@reads
def test_a_row_higher_than_a_page_is_split_not_cut():
    data = made(Table(("事项",), (("长" * 2000 + "尾",),)))
    assert said(data).count("长") == 2000
    assert "尾" in said(data)


@reads
def test_the_date_ends_four_characters_from_the_right():
    data = made(Paragraph("甲"), Signature("青禾县示范办公室", date(2026, 9, 5)))
    last = [box for box in boxes(data) if "日" in box[5]][-1]
    assert last[3] == pytest.approx(184 - 4 * 16 / POINTS, abs=0.5)


@reads
def test_the_imprint_lies_at_the_foot_of_the_last_page():
    found = [box for box in boxes(made(Paragraph("甲"), Imprint(("抄送：各单位。",)))) if "抄送" in box[5]]
    assert found[0][4] == pytest.approx(262, abs=3)


@reads
def test_substitute_fonts_are_told_at_the_end_and_the_office_s_own_are_not(monkeypatch):
    long = Paragraph("字" * 1200)
    first, second = (page.split() for page in pages(made(long))[:2])
    assert "GB/T" not in " ".join(first)
    assert "本文件以替代字体排版" in "".join(second)
    every = dict.fromkeys(faces.FACES_IN_FILES, ("Noto Serif CJK SC",))
    monkeypatch.setattr(faces, "FACES_IN_FILES", every)
    faces.typefaces.cache_clear()
    assert "替代字体" not in said(made(long))
    faces.typefaces.cache_clear()


@pytest.fixture
def bare_machine(monkeypatch):
    """No fonts but typst's own and those of a folder that is named."""

    def fonts(font_paths=()):
        return REAL(include_system_fonts=False, font_paths=list(font_paths))

    REAL = typst.Fonts  # noqa: N806
    monkeypatch.setattr(typst, "Fonts", fonts)
    faces.typefaces.cache_clear()
    yield
    faces.typefaces.cache_clear()


def test_without_a_chinese_font_nothing_is_set(bare_machine):
    with pytest.raises(NoChineseFont):
        made(Paragraph("甲"))


@reads
def test_an_office_can_mount_its_own_fonts(bare_machine, tmp_path):
    source = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
    if not source.exists():
        pytest.skip("Debian's fonts-noto-cjk lies elsewhere")
    (tmp_path / source.name).symlink_to(source)
    assert "甲" in said(made(Paragraph("甲"), fonts=tmp_path))


@pytest.mark.parametrize("drawing", [YEAR, LEVELS, RANKS, SHARES, DOTS])
def test_a_chart_says_what_it_shows_to_whoever_cannot_see_it(drawing):
    data = unpacked(made(Chart("标题", "口径，亿元", drawing, "七月低于序时进度")))
    words = "七月低于序时进度".encode("utf-16-be").hex().upper()
    assert f"/S/Figure/P 9 0 R/Alt<FEFF{words}>".encode() in re.sub(rb"/P \d+", b"/P 9", data)


def test_headings_leave_no_level_out_for_those_who_hear_them():
    assert made(Heading(3, "道路"), Heading(1, "总体")).startswith(b"%PDF-1.7")


def test_no_picture_is_ever_drawn():
    assert b"/Subtype/Image" not in unpacked(made(*WHOLE)).replace(b" ", b"")


@reads
@pytest.mark.parametrize(("language", "day"), [("zh-Hant", "2026年9月5日"), ("en", "5September2026")])
def test_other_languages(language, day):
    data = made(Title("甲"), Signature("乙", date(2026, 9, 5)), language=language)
    assert day in said(data)
    assert {"zh-Hant": b"(zh-TW)", "en": b"(en-GB)"}[language] in unpacked(data)


def test_an_empty_document_is_one_page():
    assert made().startswith(b"%PDF-1.7")
