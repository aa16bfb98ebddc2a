import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.foundation.text import fold, search_keys, tidy, turned


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Nguyễn   Văn\tAn ", "Nguyễn Văn An"),
        ("Nguyễn\u00a0Văn\u202fAn", "Nguyễn Văn An"),
        ("Ho\u0300a", "Hòa"),
        ("\ufeffQuyết\u200b định\u200e", "Quyết định"),
        ("thi\u00ad đua", "thi đua"),
        ("dòng một \r\n  dòng hai\rdòng ba", "dòng một\ndòng hai\ndòng ba"),
        ("hàng\x00\x07", "hàng"),
        ("a\u2028b", "a\nb"),
        ("", ""),
    ],
)
def test_tidy(text, kept):
    assert tidy(text) == kept


def test_tidy_keeps_the_letter_u_horn_of_tcvn3():
    assert tidy(" tr\u00adêng  häc ") == "tr\u00adêng häc"


@pytest.mark.parametrize(
    "text", ["Hoà", "Hòa", "HOÀ", "hoa", "Ho\u0300a", " HÒA\u00a0", "hoa\u0300", "H\u00adòa\u200b"]
)
def test_fold_makes_one_key(text):
    assert fold(text) == "hoa"


def test_fold_of_a_name():
    assert fold("  ĐẶNG  Thị\nĐức ") == "dang thi duc"
    assert fold("Nguyễn Ngọc Phượng") == "nguyen ngoc phuong"
    assert fold("Lưu") != fold("Liu")


@given(st.text())
def test_tidy_twice_is_tidy(text):
    assert tidy(tidy(text)) == tidy(text)


@given(st.text())
def test_fold_twice_is_fold(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_fold_does_not_see_the_form_nor_the_tidying(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(tidy(text)) == fold(text)


VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ "


@given(st.text(VIETNAMESE + VIETNAMESE.upper()))
def test_fold_of_vietnamese_is_plain_ascii(text):
    assert fold(text).isascii()
    assert fold(text) == fold(text.upper()) == fold(text.lower())


def test_turned_begins_with_the_name_people_are_called_by():
    assert turned(fold("Nguyễn Thị Bích Ngọc")) == "ngoc bich thi nguyen"
    assert search_keys("Đỗ Ân") == {"name_fold": "do an", "name_turned": "an do"}
