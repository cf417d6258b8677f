"""A chart as a file of its own, for PDF and Word: what look.css says for print goes into the drawing."""

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from luoshi.web.charts.paper import PRINT, draw

LOOK = Path(__file__).parent.parent / "static/web/look.css"
BLOCK = re.compile(r":root \{(.*?)\}", re.DOTALL)
VALUE = re.compile(r"(--[\w-]+):\s*([^;]+);")
RULE = re.compile(r"^([^\n{}@]*\.chart [^\n{}]*)\{([^}]*)\}", re.MULTILINE)


def standalone(chart: object, face: str) -> str:
    """One `<svg>` of the chart on printed paper, its words in a typeface of this name."""
    root = ElementTree.fromstring(str(draw(chart, PRINT, "")))
    root.set("xmlns", "http://www.w3.org/2000/svg")
    style = ElementTree.Element("style")
    style.text = _printed().replace("var(--sans)", f"'{face}'")
    root.insert(0, style)
    return ElementTree.tostring(root, encoding="unicode")


@cache
def _printed() -> str:
    """The rules of charts with the values that hold in print, all but the font."""
    css = LOOK.read_text(encoding="utf-8")
    screen, _, print_ = css.partition("@media print")
    values = dict(VALUE.findall(BLOCK.search(screen)[1])) | dict(VALUE.findall(BLOCK.search(print_)[1]))  # type: ignore[index]
    values.pop("--sans")
    rules = "\n".join(f"{selectors}{{{body}}}" for selectors, body in RULE.findall(screen))
    return re.sub(r"var\((--[\w-]+)\)", lambda match: values.get(match[1], match[0]), rules)
