import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.foundation.money import show_money, show_number


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "0 đ"), (999, "999 đ"), (1000, "1.000 đ"), (2_530_000, "2.530.000 đ"), (-5000, "-5.000 đ")],
)
def test_show_money(amount, shown):
    assert show_money(amount) == shown


@given(st.integers())
def test_show_number_keeps_every_digit(value):
    assert int(show_number(value).replace(".", "")) == value
