"""Forecasts on records that the product did not make; they stay outside the repository."""

import importlib
import sys
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PORTFOLIO = ROOT.parent / "shared" / "data" / "portfolio"

pytestmark = pytest.mark.skipif(not PORTFOLIO.is_dir(), reason="the real records in ../shared/data are absent")


@pytest.fixture(autouse=True)
def _bench(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])


def test_closing_dates_that_move_are_foreseen_better_than_by_any_baseline():
    closings = importlib.import_module("bench.closings")
    folder = PORTFOLIO / "world-bank"
    pair = closings.read_pair(
        folder / "projects_2022-09-22.csv.gz", folder / "projects_2024-08-29.csv.gz", date(2022, 9, 22)
    )
    scores = closings.crossed(pair, folds=5)
    hazard = scores.pop("hazard")
    assert set(scores) == {"no change", "base rate", "time-left class"}
    for other in scores.values():
        assert hazard.brier < other.brier - 150
        assert hazard.log_loss < other.log_loss
    assert hazard.error <= 300


def test_finish_dates_are_nearer_than_the_published_ones():
    published = importlib.import_module("bench.published")
    reports = published.read(next((PORTFOLIO / "new-york").glob("NYC_*.csv")))
    for tried in (published.others(reports), published.known_by_then(reports)):
        error, naive_error, half, naive_half, most, naive_most, *_ = published.figures_of(tried)
        assert error < naive_error
        assert half < naive_half
        assert most < naive_most
