"""How well the forecasts hold, on records that the product did not make.

python bench/forecast.py --then A.csv.gz --later B.csv.gz --as-of 2022-09-22 \\
    --test C.csv.gz --test-later D.csv.gz --test-as-of 2024-08-29
    learns from A and B how closing dates move, and says for every project active in C how likely its date moves
    more than 7 days later by D. The date of D is in the file's name, else it follows from its latest approval;
    so does that of B, unless B is C.
python bench/forecast.py --then A.csv.gz --later B.csv.gz --as-of 2022-09-22 --folds 5
    the same within one pair, each fold of countries forecast from the others.
python bench/forecast.py --new-york [FILE]
    P50 and P80 of finish dates at each report date, against the forecast as published.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import closings, published  # noqa: E402
from luoshi.engine.forecast.calibration import Calibration  # noqa: E402

NEW_YORK = ROOT.parent / "shared/data/portfolio/new-york/NYC_capital_projects_20190901.csv"


def main() -> None:
    asked = arguments()
    if asked.new_york:
        published.show(asked.new_york)
        return
    # The later snapshot of the one pair is mostly the earlier one of the other, whose date is told.
    same = asked.test and asked.test.read_bytes() == asked.later.read_bytes()
    pair = closings.read_pair(asked.then, asked.later, asked.as_of, asked.test_as_of if same else None)
    described("Learned from", pair)
    if asked.test:
        test = closings.read_pair(asked.test, asked.test_later, asked.test_as_of)
        described("Tried on", test)
        scores = closings.tried(pair, test)
    else:
        print(f"Tried within the pair, {asked.folds} folds of countries")
        scores = closings.crossed(pair, asked.folds)
    shown(scores)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("then", "later", "test", "test-later"):
        parser.add_argument(f"--{name}", type=Path)
    for name in ("as-of", "test-as-of"):
        parser.add_argument(f"--{name}", type=date.fromisoformat)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--new-york", type=Path, nargs="?", const=NEW_YORK)
    asked = parser.parse_args()
    if not asked.new_york and not (asked.then and asked.later and asked.as_of):
        parser.error("--then, --later and --as-of belong together; or --new-york")
    if len({bool(part) for part in (asked.test, asked.test_later, asked.test_as_of)}) > 1:
        parser.error("--test, --test-later and --test-as-of belong together")
    return asked


def described(what: str, pair: closings.Pair) -> None:
    moved = sum(case.moved for case in pair.cases)
    print(
        f"{what} {pair.then} to {pair.later} ({pair.horizon} days): {len(pair.cases)} projects,"
        f" {moved} moved ({moved / len(pair.cases):.1%}); {pair.unknown} more without a date later, not counted"
    )


def shown(scores: dict[str, Calibration]) -> None:
    print(f"\n{'':20}{'Brier':>8}{'log loss':>10}{'calibration error':>19}")
    for name, found in scores.items():
        print(f"{name:20}{found.brier / 1e4:8.4f}{found.log_loss / 1e4:10.4f}{found.error / 1e4:19.4f}")
    print(f"\n{'hazard said':>14}{'n':>7}{'mean said':>11}{'moved':>8}")
    for row in scores["hazard"].rows:
        said = f"{row.low // 100} to {row.high // 100} %"
        print(f"{said:>14}{row.n:7}{row.predicted / 100:10.1f}%{row.observed / 100:7.1f}%")
    ours, best = scores["hazard"].brier, min(scores[name].brier for name in closings.BASELINES)
    verdict = "beats" if ours < best else "does not beat"
    print(f"\nThe hazard {verdict} all three baselines: Brier {ours / 1e4:.4f}, the best of them {best / 1e4:.4f}")


if __name__ == "__main__":
    main()
