import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.foundation.numbers import read_roman, show_roman, vietnamese_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (55, "năm mươi lăm"),
        (101, "một trăm linh một"),
        (115, "một trăm mười lăm"),
        (300, "ba trăm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (31105, "ba mươi mốt nghìn một trăm linh năm"),
        (1_500_000, "một triệu năm trăm nghìn"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_000_000_005, "một tỷ không trăm linh năm"),
        (2_340_000_000_000, "hai nghìn ba trăm bốn mươi tỷ"),
        (10**18, "một tỷ tỷ"),
        (-7, "âm bảy"),
    ],
)
def test_words(number, words):
    assert vietnamese_words(number) == words


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_different_numbers_have_different_words(one, other):
    assert (vietnamese_words(one) == vietnamese_words(other)) == (one == other)


@given(st.integers(0, 10**20))
def test_words_are_single_spaced_and_bare(number):
    words = vietnamese_words(number)
    assert words == " ".join(words.split())


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "I"), (4, "IV"), (14, "XIV"), (40, "XL"), (1999, "MCMXCIX"), (3999, "MMMCMXCIX")],
)
def test_roman(number, numeral):
    assert show_roman(number) == numeral
    assert read_roman(f" {numeral.lower()} ") == number


@pytest.mark.parametrize("text", ["", "VIIII", "IIX", "ABC", "V.", "mười", "MMMM", "12"])
def test_not_a_roman_numeral(text):
    assert read_roman(text) is None


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_numbers_without_roman_numeral(number):
    with pytest.raises(ValueError, match=str(number)):
        show_roman(number)


@given(st.integers(1, 3999))
def test_roman_is_read_back(number):
    assert read_roman(show_roman(number)) == number
