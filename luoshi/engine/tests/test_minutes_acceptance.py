"""Real reports, where they are at hand: they carry no licence and stay outside the repository."""

import importlib.util
import sys
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT.parent / "shared" / "data"

SPEC = importlib.util.spec_from_file_location("bench_minutes", ROOT / "bench" / "minutes.py")
assert SPEC
assert SPEC.loader
bench = importlib.util.module_from_spec(SPEC)
sys.modules["bench_minutes"] = bench  # dataclasses look their module up
SPEC.loader.exec_module(bench)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real reports in ../shared/data are absent")


def files(*folders):
    return [path for folder in folders for path in sorted((DATA / folder).glob("*.txt"))]


def test_annotated_reports_are_read_well():
    total = bench.Score()
    for path in files("meetings/dev"):
        total.add(bench.measure(path))
    assert total.f1 >= 0.90
    assert total.share("units") >= 0.90
    assert total.share("deadline") >= 0.95
    assert total.share("speaker") >= 0.90
    assert total.share("vague") >= 0.85


@pytest.mark.parametrize("path", files("meetings/more", "circulars"), ids=lambda path: path.stem)
def test_every_report_is_read(path):
    text = bench.body(path.read_text(encoding="utf-8"))
    end = 0
    for one in bench.read(text, held_on=date(2025, 1, 1)):
        assert end <= one.start < one.end
        assert text[one.start : one.end] == one.text
        end = one.end


def test_reports_of_events_yield_little():
    for path in files("meetings/more"):
        text = path.read_text(encoding="utf-8")
        head = text.split("\n", 1)[0]
        if "distractor" in head or "kind=progress" in head:
            assert len(bench.read(bench.body(text), held_on=date(2025, 1, 1))) <= 3
