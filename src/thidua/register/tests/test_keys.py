from __future__ import annotations

import pytest

from thidua.register.keys import decision_key, honour_words, is_decision, one_word, words_of


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("01/QĐ-UBND", "1/qdubnd"),
        ("Số 1/qd-ubnd", "1/qdubnd"),
        ("Quyết định số: 001 / QĐ - UBND", "1/qdubnd"),
        ("1 QĐ UBND", "1/qdubnd"),
        ("4127QĐ-UBND", "4127/qdubnd"),
        ("12/2020/QĐ-UBND", "12/2020/qdubnd"),
        ("0", "0"),
        ("", ""),
        ("128a/QĐ", "128a/qd"),
        ("/QĐ-KT", "/qdkt"),
    ],
)
def test_numbers_of_decisions_compare_whatever_the_writing(written, key):
    assert decision_key(written) == key


@pytest.mark.parametrize("typed", ["1", "01/QD", "số 12/QĐ", "4127", "12 qd"])
def test_a_number_is_told_from_a_name(typed):
    assert is_decision(typed)


@pytest.mark.parametrize("typed", ["Tổ 12", "nguyen", "12 thang 9", "001085012345", "", "qd-ubnd"])
def test_a_name_is_no_number(typed):
    assert not is_decision(typed)


def test_words_hold_letters_and_digits_only():
    assert words_of("Tổ 1-2, “Đồng_Tâm”") == ["to", "1", "2", "dong", "tam"]
    assert one_word("Sở Nội vụ") == "sonoivu"


def test_marked_words_are_not_part_of_a_name():
    assert honour_words("Lê Hoà", "Sở Nội vụ", "7/QĐ-KT") == "le hoa p_sonoivu n_qdkt"
    assert honour_words("Lê Hoà", "", "7") == "le hoa"
