import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.engine.chain import GENESIS, Break, canonical, first_break, link

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def book(texts, algorithm="sha256"):
    rows, head = [], GENESIS
    for seq, text in enumerate(texts, 1):
        head = link(head, text, algorithm)
        rows.append((seq, text, head))
    return rows


@given(values)
def test_a_canonical_text_reads_back_to_the_same_value_and_the_same_text(value):
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text
    assert "\n" not in text


def test_key_order_and_spacing_do_not_change_the_text():
    assert canonical({"b": 1, "a": {"乙": None, "丙": True}}) == '{"a":{"丙":true,"乙":null},"b":1}'
    assert canonical({"a": {"丙": True, "乙": None}, "b": 1}) == canonical(
        {"b": 1, "a": {"乙": None, "丙": True}}
    )
    assert canonical((1, 2)) == canonical([1, 2])


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), Decimal(1), {1: "a"}, {"a": [{"b": 0.5}]}, b"a", {"a"}, "\ud800"]
)
def test_what_could_be_written_in_two_ways_is_refused(value):
    with pytest.raises(ValueError, match=r"canonical|keys|surrogates"):
        canonical(value)


def test_the_hash_is_taken_over_the_previous_hash_a_line_break_and_the_text():
    # sha256("0" * 64 + "\n" + "落实"), worked out with sha256sum
    assert link(GENESIS, "落实") == "b96a67aceb7e6b3936fbcc4553723a2f157802bd0448a577e4eb7840838115d4"
    # and with `openssl dgst -sm3`
    assert link(GENESIS, "落实", "sm3") == "6bc06a6f5f9f178d3656ad7569861a9f07587d29bb854ab44963aea4066f38e3"


def test_an_unknown_algorithm_is_refused():
    with pytest.raises(ValueError, match="unsupported hash"):
        link(GENESIS, "", "no such hash")


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_an_untouched_book_has_no_break(algorithm):
    assert first_break(book("abc", algorithm), algorithm=algorithm) is None
    assert first_break([], algorithm=algorithm) is None


@given(st.lists(st.text(), min_size=1, max_size=8), st.data())
def test_a_changed_text_breaks_the_chain_at_its_own_entry(texts, data):
    rows = book(texts)
    at = data.draw(st.integers(0, len(rows) - 1))
    seq, text, found = rows[at]
    rows[at] = (seq, text + "!", found)
    assert first_break(rows, algorithm="sha256") == Break(seq, "hash")


def test_a_forger_who_rehashes_one_entry_is_caught_at_the_next():
    rows = book("abc")
    rows[1] = (2, "B", link(rows[0][2], "B"))
    assert first_break(rows, algorithm="sha256") == Break(3, "hash")


def test_a_missing_entry_is_a_gap_named_by_its_own_number():
    rows = book("abcd")
    assert first_break(rows[:1] + rows[3:], algorithm="sha256") == Break(2, "gap")
    assert first_break(rows[1:], algorithm="sha256") == Break(1, "gap")


def test_a_repeated_or_misplaced_entry_is_an_order_break():
    rows = book("abc")
    assert first_break([rows[0], rows[0], rows[1]], algorithm="sha256") == Break(1, "order")
    assert first_break([rows[1], rows[0]], algorithm="sha256") == Break(1, "gap")


def test_a_check_can_go_on_from_a_known_head():
    rows = book("abc")
    assert first_break(rows[1:], algorithm="sha256", start_hash=rows[0][2], start_seq=2) is None
    assert first_break(rows[1:], algorithm="sha256", start_hash=GENESIS, start_seq=2) == Break(2, "hash")


def test_a_book_checked_by_the_wrong_hash_breaks_at_once():
    assert first_break(book("ab", "sm3"), algorithm="sha256") == Break(1, "hash")
