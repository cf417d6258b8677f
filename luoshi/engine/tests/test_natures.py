import pytest

from luoshi.engine.natures import adds_up, sign


def test_totals_add_up_rates_never_and_levels_where_somebody_says_so():
    assert [adds_up(nature) for nature in ("cumulative", "point", "rate")] == [True, False, False]
    assert adds_up("point", sums=True)
    with pytest.raises(ValueError, match="never summed"):
        adds_up("rate", sums=True)


def test_a_word_that_means_nothing_is_refused():
    with pytest.raises(ValueError, match="nature"):
        adds_up("flow")
    with pytest.raises(ValueError, match="direction"):
        sign("up")
    assert (sign("more"), sign("less")) == (1, -1)
