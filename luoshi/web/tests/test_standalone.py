import re
from xml.etree import ElementTree

import pytest

from luoshi.web.charts.standalone import standalone
from luoshi.web.tests.test_charts import DOTS, LEVELS, RANKS, SHARES, YEAR

EVERY = [YEAR, LEVELS, RANKS, SHARES, DOTS]


@pytest.mark.parametrize("chart", EVERY)
def test_a_chart_alone_needs_nothing_from_the_page(chart):
    svg = standalone(chart, "Some Face")
    root = ElementTree.fromstring(svg)
    style = root.find("{*}style").text
    used = {name for element in root.iter() for name in element.get("class", "").split()}
    assert {name for name in used if f".{name}" not in style} <= {"is-print", "is-own", "is-ink"}
    assert "var(" not in svg
    assert "font: 12px 'Some Face'" in style


def test_print_has_its_own_colours():
    style = ElementTree.fromstring(standalone(YEAR, "Any")).find("{*}style").text
    assert "stroke: #000" in re.search(r"\.chart \.actual \{([^}]*)\}", style)[1]
