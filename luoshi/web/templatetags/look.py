"""Tags and filters of every page: lights, figures, bars, icons and the signs of numbers.

Numbers arrive either as text that is already formatted or, where said, as basis points (10000 = 100 %).
"""

from collections.abc import Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.web import marks, words
from luoshi.web.icons import ICONS

register = template.Library()
register.filter("month", words.month)
register.filter("listed", words.listed)

MINUS, NOTHING = "\N{MINUS SIGN}", "\N{EM DASH}"
LIGHTS = {
    "green": gettext_lazy("on track"),
    "yellow": gettext_lazy("watch"),
    "red": gettext_lazy("off track"),
    "grey": gettext_lazy("no report"),
}
GRADES = {
    "A": gettext_lazy("third party"),
    "B": gettext_lazy("two independent signatures"),
    "C": gettext_lazy("own document or photograph"),
    "D": gettext_lazy("own statement"),
}


@register.filter
def bp(value: int | None) -> str:
    """Basis points as a percentage of two digits: 4726 → 47.26; None → a dash."""
    if value is None:
        return NOTHING
    whole, rest = divmod(abs(value), 100)
    return f"{MINUS if value < 0 else ''}{whole:,}.{rest:02d}"


@register.filter
def signed_bp(value: int | None) -> str:
    """Basis points with their sign: −11.07, +2.25, 0.00; None → a dash."""
    return f"+{bp(value)}" if value and value > 0 else bp(value)


@register.filter
def money(value: str | None) -> str:
    """A formatted amount with thousands apart and a real minus: "-3800.5" → "−3,800.5"; empty → a dash."""
    if not value:
        return NOTHING
    text = str(value).replace(",", "")
    sign, digits = (MINUS, text[1:]) if text[0] in ("-", MINUS) else ("", text)
    whole, point, rest = digits.partition(".")
    return f"{sign}{int(whole):,}{point}{rest}" if whole.isascii() and whole.isdigit() else str(value)


@register.filter
def shown(value: str | None, label: str) -> SafeString | str:
    """A formatted number with its unit of measure in small type; empty → a dash."""
    if value in (None, ""):
        return NOTHING
    return format_html('{}<span class="unit">{}</span>', value, label)


@register.filter
def light_word(state: str | None) -> str:
    """The word of a light: green, yellow, red or grey (also for None and "")."""
    return str(LIGHTS[state or "grey"])


@register.simple_tag
def light(
    state: str | None, count: Any = None, total: Any = None, href: str = "", label: str = "", text: str = ""
) -> SafeString:
    """A computed light, its shape and its word.

    With `count` "off track 23"; with `count` and `total` the small form of a matrix, "■ 3 / 15", whose
    `label` (or the word) is read aloud. `text` replaces the word: "off track, 32.64 points behind".
    """
    word = text or light_word(state)
    if total is not None:
        small = '<span class="vh">{} </span><b>{}</b><small>/ {}</small>'
        inside = format_html(small, label or word, count, total)
    elif count is not None:
        inside = format_html("{} {}", word, count)
    else:
        inside = format_html("{}", word)
    if href:
        return format_html('<a class="light" data-light="{}" href="{}">{}</a>', state or "grey", href, inside)
    return format_html('<span class="light" data-light="{}">{}</span>', state or "grey", inside)


@register.simple_tag
def figure(
    value: Any, unit: str = "", href: str = "", verified: bool = True, big: bool = False
) -> SafeString:
    """A figure (text, already formatted) that links to what it is made of; an unverified one says so."""
    if value in (None, ""):
        dash = '<span class="note"><span aria-hidden="true">{}</span><span class="vh">{}</span></span>'
        return format_html(dash, NOTHING, _("no figure"))
    classes = "figure" + (" is-big" if big else "") + ("" if verified else " is-unverified")
    mark = "" if verified else format_html("<small>{}</small> ", _("unverified"))
    tail = format_html('<span class="unit">{}</span>', unit) if unit else ""
    number = format_html("<span>{}</span>", value) if mark else value
    if href:
        return format_html('<a class="{}" href="{}">{}{}{}</a>', classes, href, mark, number, tail)
    return format_html('<span class="{}">{}{}{}</span>', classes, mark, number, tail)


@register.simple_tag
def progress(value: int | None, tick: int | None = None, label: str = "") -> SafeString:
    """A bar of `value` with an upright line where it should be by now, `tick`. Both in basis points."""
    if value is None:
        return marks.bar(None, None, label or _("no report"))
    if tick is None:
        return marks.bar(value / 100, None, label or _("%(done)s%% done") % {"done": bp(value)})
    words = _("%(done)s%% done, %(due)s%% due by now") % {"done": bp(value), "due": bp(tick)}
    return marks.bar(value / 100, tick / 100, label or words)


@register.simple_tag
def spark(values: Sequence[marks.Number], goal: marks.Number, slots: int = 12, label: str = "") -> SafeString:
    """Cumulated values of the first periods (plain numbers) against an even line to the goal."""
    words = label or _("Cumulative so far; the dashed line is an even pace to the goal")
    return marks.spark([value for value in values if value is not None], goal or 0, slots, words)


@register.simple_tag
def band(score: marks.Number, error: marks.Number, low: marks.Number, high: marks.Number) -> SafeString:
    """A score and its error on an axis from low to high (plain numbers)."""
    words = _("%(score)s points, give or take %(error)s") % {"score": score, "error": error}
    return marks.band(score, error, low, high, words)


@register.simple_tag
def span(low: marks.Number, middle: marks.Number, high: marks.Number, goal: marks.Number, label: str) -> SafeString:
    """Where a figure may end, from low to high, against its goal above zero, on an axis from 50 to 150 % of it."""
    return marks.span(low, middle, high, goal, label)


@register.simple_tag
def confidence(share: marks.Number, label: str) -> SafeString:
    """A judgement, never computed: a small box filled to `share` per cent and its own words."""
    return marks.gauge(share, label)


@register.simple_tag
def grade(letter: str) -> SafeString:
    """The grade of a piece of evidence: A third party … D own statement."""
    words = _("grade %(letter)s, %(meaning)s") % {"letter": letter, "meaning": GRADES.get(letter, "")}
    box = '<span class="grade" data-grade="{0}" role="img" aria-label="{1}">{0}</span>'
    return format_html(box, letter, words)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon; it is decoration, so words stand beside it (class `vh` hides them from the eye alone)."""
    frame = '<svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">{}</svg>'
    return format_html(frame, format_html('<path d="{}"/>', ICONS[name]))


@register.inclusion_tag("web/_pager.html", takes_context=True)
def pager(context: template.Context, page: Page) -> dict[str, Any]:
    """Which rows these are and the way to the others; keeps every other parameter of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"request": context["request"], "page": page, "numbers": numbers, "gap": page.paginator.ELLIPSIS}
