"""Small drawings that stand in a line of text, as inline SVG.

Geometry stands in attributes and colour in look.css, so a strict content security policy lets them through
and they read without JavaScript. Every drawing carries its meaning as text in `aria-label`.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

Number = int | float | Decimal

SPARK_WIDTH, SPARK_HEIGHT, DOT = 120, 52, 2.5


def percent(share: Number) -> str:
    """A length in per cent, kept inside the drawing: 0 … 100."""
    return f"{min(max(float(share), 0.0), 100.0):.2f}%"


def at(length: float) -> str:
    """A length in the units of the drawing, to a tenth."""
    return f"{length:.1f}"


def points(pairs: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{at(x)},{at(y)}" for x, y in pairs)


def bar(done: Number | None, tick: Number | None, label: str) -> SafeString:
    """A bar filled to `done` per cent with an upright line at `tick` per cent; dashed and empty for None."""
    if done is None:
        inside = SafeString('<rect class="none" x="0.5" y="4.5" width="99%" height="7"/>')
    else:
        ground = SafeString('<rect class="ground" y="4" width="100%" height="8"/>')
        inside = format_html('{}<rect class="done" y="4" width="{}" height="8"/>', ground, percent(done))
    if done is not None and tick is not None:
        line = '<line class="tick" x1="{x}" x2="{x}" y1="0" y2="16"/>'
        inside = format_html("{}{}", inside, format_html(line, x=percent(tick)))
    frame = '<svg class="progress" width="88" height="16" role="img" aria-label="{}">{}</svg>'
    return format_html(frame, label, inside)


def spark(values: Sequence[Number], goal: Number, slots: int, label: str) -> SafeString:
    """Cumulated `values` of the first periods against an even line to `goal` over all `slots` periods.

    The height is the goal (or the highest value, if that is more): neighbours share a scale, their own goal.
    """
    top = float(max(goal, *values, 0)) or 1.0
    shape = [(0.0, float(SPARK_HEIGHT))]
    shape += [_spot(i, value, slots, top) for i, value in enumerate(values, start=1)]
    end = _spot(slots, goal, slots, top)
    due = _spot(len(values), float(goal) * len(values) / slots, slots, top)
    return format_html(
        '<svg class="spark" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">'
        '<polygon class="short" points="{gap}"/><line class="target" x1="0" y1="{h}" x2="{ex}" y2="{ey}"/>'
        '<polyline class="actual" points="{line}"/><circle class="dot" cx="{x}" cy="{y}" r="{r}"/></svg>',
        w=SPARK_WIDTH, h=SPARK_HEIGHT, label=label, gap=points([*shape, due]), line=points(shape),
        ex=at(end[0]), ey=at(end[1]), x=at(shape[-1][0]), y=at(shape[-1][1]), r=DOT,
    )  # fmt: skip


def _spot(position: int, value: Number, slots: int, top: float) -> tuple[float, float]:
    return position * SPARK_WIDTH / slots, 1 + (SPARK_HEIGHT - 1) * (1 - float(value) / top)


def band(score: Number, error: Number, low: Number, high: Number, label: str) -> SafeString:
    """A dot at `score` on an axis from `low` to `high`, with a bar of one `error` to either side."""
    start, reach = float(low), float(high) - float(low) or 1.0
    spots = (float(score) - float(error), float(score), float(score) + float(error))
    left, middle, right = (percent((spot - start) / reach * 100) for spot in spots)
    return format_html(
        '<svg class="band" role="img" aria-label="{}"><line x1="{}" x2="{}" y1="50%" y2="50%"/>'
        '<circle cx="{}" cy="50%" r="3.5"/></svg>',
        label, left, right, middle,
    )  # fmt: skip


def span(low: Number, middle: Number, high: Number, goal: Number, label: str) -> SafeString:
    """A dot at `middle`, a bar from `low` to `high`, on an axis from half of `goal` to half as much again; what lies
    beyond stands at its end. So the goal stands in the middle of every row.
    """
    left, spot, right, mark = (percent(float(value) / float(goal) * 100 - 50) for value in (low, middle, high, goal))
    return format_html(
        '<svg class="band" role="img" aria-label="{}"><line x1="{}" x2="{}" y1="50%" y2="50%"/>'
        '<line class="tick" x1="{mark}" x2="{mark}" y1="15%" y2="85%"/><circle cx="{}" cy="50%" r="3.5"/></svg>',
        label, left, right, spot, mark=mark,
    )  # fmt: skip


def gauge(share: Number, label: str) -> SafeString:
    """A small box filled to `share` per cent, beside its own words: how sure somebody is."""
    box = '<rect class="box" x=".5" y=".5" width="33" height="7"/><rect class="done" width="{}" height="8"/>'
    frame = '<span class="confidence"><svg width="34" height="8" aria-hidden="true">{}</svg>{}</span>'
    return format_html(frame, format_html(box, percent(share)), label)
