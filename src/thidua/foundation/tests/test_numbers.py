import pytest

from thidua.foundation.numbers import show_roman


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "I"), (4, "IV"), (14, "XIV"), (40, "XL"), (1999, "MCMXCIX"), (3999, "MMMCMXCIX")],
)
def test_roman(number, numeral):
    assert show_roman(number) == numeral


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_numbers_without_roman_numeral(number):
    with pytest.raises(ValueError, match=str(number)):
        show_roman(number)
