"""Progress as it was published elsewhere, recomputed to the decimals that were printed.

The statements carry no licence and stay outside the repository; neither their figures nor their places are named here.
A statement is meant by its place in the file, a failure gives its id.
"""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from luoshi.engine.cascade import Node, cascade
from luoshi.engine.comparison import growth
from luoshi.engine.parts import rounding, sums
from luoshi.engine.periods import Period
from luoshi.engine.progress import WHOLE, completion, deviation, elapsed_by_months, weighted
from luoshi.engine.quantity import parse, rounded

REFERENCE = Path(__file__).parents[4] / "shared/data/reference/published_progress.json"
STATEMENTS = json.loads(REFERENCE.read_text(encoding="utf-8"), parse_float=Decimal) if REFERENCE.is_file() else []

pytestmark = pytest.mark.skipif(not STATEMENTS, reason="the published statements in ../shared/data are absent")
every_statement = pytest.mark.parametrize("number", range(len(STATEMENTS)), ids=lambda n: STATEMENTS[n]["id"])

MONEY = ("total_invest", "plan", "done", "v", "yoy_abs")
ADDED = ("n", "total_invest", "plan", "done", "v")
DERIVED = ("pct", "start_pct", "ahead_of_time_pp", "behind_target_pp", "yoy_pct", "yoy")

# Not to be had from the figures beside them: (statement, part, field) → why. Each has a test of its own below.
CUT = {(2, "total", "start_pct"): "the quotient of two whole counts, cut after its last printed digit, not rounded"}
FINER = {(0, "预备", "pct"): "one off in the last digit: computed from finer figures than the two that were printed"}


def parts_of(statement):
    """Name → figures; the whole is "total", and a value called otherwise there is called as in the groups."""
    total = dict(statement["total"])
    if "gdp" in total:
        total["v"] = total.pop("gdp")
    groups = statement.get("groups", {})
    named = groups if isinstance(groups, dict) else {str(n): group for n, group in enumerate(groups)}
    return {"total": total, **named}


def stored(figures, field):
    return parse(str(figures[field]), "亿元" if field in MONEY else "%")


def step(figures, field):
    """Its last printed digit in stored units."""
    unit = parse("1", "亿元" if field in MONEY else "%")
    return unit // 10 ** decimals(figures[field])


def decimals(figure):
    return max(0, -Decimal(figure).as_tuple().exponent)


def as_printed(basis_points, figure):
    return rounded(basis_points, 10 ** (2 - decimals(figure)))


def digits(figure):
    return int(Decimal(figure).scaleb(decimals(figure)))


def elapsed(statement):
    return elapsed_by_months(Period(2026, "month", int(re.findall(r"\d+", statement["as_of"])[-1])))


def computed(statement, figures):
    """Field → basis points, for what can be computed from the figures beside it."""
    found = {}
    if {"plan", "done"} <= figures.keys():
        found["pct"] = completion(stored(figures, "done"), stored(figures, "plan"))
        found["ahead_of_time_pp"] = deviation(found["pct"], elapsed(statement))
    if {"starts_done", "starts_planned_year"} <= figures.keys():
        found["start_pct"] = completion(figures["starts_done"], figures["starts_planned_year"])
    if {"pct", "behind_target_pp"} <= figures.keys():
        found["behind_target_pp"] = -deviation(stored(figures, "pct"), elapsed(statement))
    if {"done", "yoy_abs"} <= figures.keys():
        now = stored(figures, "done")
        found["yoy_pct"] = growth(now, now - stored(figures, "yoy_abs"))
    return {field: basis_points for field, basis_points in found.items() if field in figures}


def compared():
    """(statement, part, field) → (basis points computed, figure published)."""
    return {
        (number, part, field): (basis_points, figures[field])
        for number, statement in enumerate(STATEMENTS)
        for part, figures in parts_of(statement).items()
        for field, basis_points in computed(statement, figures).items()
    }


@every_statement
def test_shares_leads_and_growth_are_those_that_were_published(number):
    here = {where: pair for where, pair in compared().items() if where[0] == number}
    differ = {where for where, (found, stated) in here.items() if as_printed(found, stated) != digits(stated)}
    assert differ == {where for where in (*CUT, *FINER) if where[0] == number}


@every_statement
def test_groups_add_up_to_the_total_within_the_rounding_of_their_decimals(number):
    total, *groups = parts_of(STATEMENTS[number]).values()
    for field in ADDED:
        having = [group for group in groups if field in group]
        if having and field in total:
            tolerance = rounding([step(figures, field) for figures in (total, *having)])
            added = sums([stored(group, field) for group in having], stored(total, field), tolerance=tolerance)
            assert added.within_rounding, (field, added)
            assert field != "n" or added.difference == 0, "heads are counted, not rounded"


def test_a_total_that_differs_by_its_last_digit_is_a_rounding_difference_and_no_error():
    total, *groups = parts_of(STATEMENTS[0]).values()
    for field in ("plan", "done"):
        parts, last_digit = [stored(group, field) for group in groups], step(total, field)
        exactly = sums(parts, stored(total, field))
        assert abs(exactly.difference) == last_digit
        assert not exactly.within_rounding
        assert sums(parts, stored(total, field), tolerance=rounding([last_digit] * 4)).within_rounding
        assert not sums(
            parts, stored(total, field) + 9 * last_digit, tolerance=rounding([last_digit] * 4)
        ).within_rounding


def test_completion_of_the_whole_is_the_mean_of_its_groups_by_plan():
    """Where no plan was printed it follows from what was done and its share."""
    checked = 0
    for statement in STATEMENTS:
        total, *groups = parts_of(statement).values()
        having = [group for group in groups if {"done", "pct"} <= group.keys()]
        if having and "pct" in total:
            plans = [rounded(stored(group, "done") * WHOLE, stored(group, "pct")) for group in having]
            mean = weighted([(plan, stored(group, "pct")) for plan, group in zip(plans, having, strict=True)])
            coarsest = min(having, key=lambda group: decimals(group["pct"]))["pct"]
            assert abs(mean - stored(total, "pct")) <= 10 ** (2 - decimals(coarsest)) // 2, statement["id"]
            checked += 1
    assert checked == 2


def test_growth_of_the_whole_is_what_its_groups_imply_by_their_bases():
    """Growth is never summed: each group counts by what it was before it grew."""
    [statement] = [s for s in STATEMENTS if "yoy" in s["total"]]
    total, *groups = parts_of(statement).values()
    bases = [rounded(stored(g, "v") * WHOLE, WHOLE + stored(g, "yoy")) for g in groups]
    nodes = [Node("total", None, None, stored(total, "yoy"), None, "whole")]
    nodes += [
        Node(str(n), "total", stored(group, "yoy"), None, base, "group")
        for n, (group, base) in enumerate(zip(groups, bases, strict=True))
    ]
    down = cascade(nodes, "rate").lines["total"].down
    assert as_printed(down.implied, total["yoy"]) == digits(total["yoy"])
    assert as_printed(down.distance, total["yoy"]) == 0
    assert as_printed(growth(stored(total, "v"), sum(bases)), total["yoy"]) == digits(total["yoy"])


def test_a_share_that_was_cut_instead_of_rounded_is_named():
    for where in CUT:
        found, stated = compared()[where]
        assert found // 10 ** (2 - decimals(stated)) == digits(stated) == as_printed(found, stated) - 1


def test_a_share_of_finer_figures_lies_within_what_the_printed_ones_allow():
    for number, part, field in FINER:
        figures = parts_of(STATEMENTS[number])[part]
        done, plan = (stored(figures, name) * 2 for name in ("done", "plan"))
        lowest = completion(done - step(figures, "done"), plan + step(figures, "plan"))
        highest = completion(done + step(figures, "done"), plan - step(figures, "plan"))
        assert lowest <= stored(figures, field) <= highest
        assert abs(compared()[number, part, field][0] - stored(figures, field)) == 1


def test_every_published_share_is_recomputed_or_what_others_are_recomputed_from():
    published = {
        (number, part, field)
        for number, statement in enumerate(STATEMENTS)
        for part, figures in parts_of(statement).items()
        for field in DERIVED
        if field in figures
    }
    left = {where for where in published - set(compared()) if where[1] == "total"}
    assert {field for _, _, field in left} == {"pct", "yoy"}  # by their groups, above
    assert len(left) == 2
    given = {(number, field) for number, part, field in published - set(compared()) if part != "total"}
    assert given == {(number, field) for number, _, field in left}
