"""How well minutes are read: python bench/minutes.py [DIR].

DIR holds *.txt with annotations in *.json of the same name. Prints precision, recall and F1 of spans
(best match at IoU ≥ 0.5, one to one), the share of matched directives whose units, deadline, speaker
and vagueness agree, and the speed.
"""

import json
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from luoshi.engine.minutes import Directive, read  # noqa: E402

DEFAULT = ROOT.parent / "shared" / "data" / "meetings" / "dev"
HELD_ON = date(2025, 1, 1)
FIELDS = ("units", "deadline", "speaker", "vague")


@dataclass
class Score:
    hits: int = 0
    predicted: int = 0
    expected: int = 0
    agree: dict[str, list[int]] = field(default_factory=lambda: {name: [0, 0] for name in FIELDS})
    characters: int = 0
    seconds: float = 0.0

    def add(self, other: "Score") -> None:
        self.hits += other.hits
        self.predicted += other.predicted
        self.expected += other.expected
        self.characters += other.characters
        self.seconds += other.seconds
        for name in FIELDS:
            self.agree[name] = [a + b for a, b in zip(self.agree[name], other.agree[name], strict=True)]

    @property
    def precision(self) -> float:
        return self.hits / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        return self.hits / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        total = self.predicted + self.expected
        return 2 * self.hits / total if total else 1.0

    def share(self, name: str) -> float:
        right, counted = self.agree[name]
        return right / counted if counted else 1.0


def body(text: str) -> str:
    """The text without its provenance line."""
    return text.split("\n", 1)[1] if text.startswith("# PROVENANCE") else text


def overlap(found: Directive, wanted: dict) -> float:
    common = min(found.end, wanted["end"]) - max(found.start, wanted["start"])
    union = max(found.end, wanted["end"]) - min(found.start, wanted["start"])
    return max(0, common) / union


def pairs(found: list[Directive], wanted: list[dict]) -> list[tuple[int, int]]:
    """Index pairs, best overlap first, each index once, none under 0.5."""
    shares = [(overlap(one, other), i, j) for i, one in enumerate(found) for j, other in enumerate(wanted)]
    ranked = sorted(shares, key=lambda share: -share[0])
    chosen: list[tuple[int, int]] = []
    for share, i, j in ranked:
        if share >= 0.5 and all(i != a and j != b for a, b in chosen):
            chosen.append((i, j))
    return chosen


def compare(found: list[Directive], annotated: list[dict]) -> Score:
    sure = [one for one in annotated if one.get("agreed", True)]
    unsure = [one for one in annotated if not one.get("agreed", True)]
    matched = pairs(found, sure)
    taken = {i for i, _ in matched}
    spare = [one for i, one in enumerate(found) if i not in taken]
    ignored = sum(any(overlap(one, other) >= 0.5 for other in unsure) for one in spare)
    score = Score(len(matched), len(found) - ignored, len(sure))
    for i, j in matched:
        judge(score, found[i], sure[j])
    return score


def judge(score: Score, found: Directive, wanted: dict) -> None:
    agree = {
        "units": set(found.units) == set(wanted["units"]),
        "deadline": found.deadline == wanted["deadline"],
        "speaker": found.speaker == wanted["speaker"],
        "vague": found.vague == wanted["vague"],
    }
    for name in FIELDS:
        if name != "vague" or wanted.get("vague_agreed", True):
            score.agree[name][0] += agree[name]
            score.agree[name][1] += 1


def measure(path: Path) -> Score:
    text = body(path.read_text(encoding="utf-8"))
    started = time.perf_counter()
    found = read(text, held_on=HELD_ON)
    seconds = time.perf_counter() - started
    score = compare(found, json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    score.characters, score.seconds = len(text), seconds
    return score


def row(name: str, score: Score) -> str:
    shares = [score.precision, score.recall, score.f1, *map(score.share, FIELDS)]
    speed = score.characters / score.seconds if score.seconds else 0
    figures = " ".join(f"{share:8.3f}" for share in shares)
    return f"{name[:40]:40} {score.expected:4} {score.predicted:5} {figures} {speed:9.0f}"


def heading() -> str:
    columns = " ".join(f"{name:>8}" for name in ("precis.", "recall", "F1", *FIELDS))
    return f"{'file':40} {'gold':>4} {'found':>5} {columns} {'chars/s':>9}"


def main(folder: Path) -> int:
    if not folder.is_dir():
        print(f"{folder} is absent: nothing to measure")
        return 0
    print(heading())
    total = Score()
    for path in sorted(folder.glob("*.txt")):
        if path.with_suffix(".json").exists():
            score = measure(path)
            total.add(score)
            print(row(path.stem, score))
    print(row("total", total))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT))
