import pytest

from thidua.foundation.numbers import show_roman, whole_number


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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("42", 42),
        ("007", 7),
        ("999999999", 999_999_999),
        ("1000000000", None),
        ("-1", None),
        ("+1", None),
        (" 1", None),
        ("1.5", None),
        ("²", None),
        ("", None),
        (None, None),
        ("x", None),
    ],
)
def test_a_number_from_an_address(text, number):
    assert whole_number(text) == number
