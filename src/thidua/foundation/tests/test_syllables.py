import unicodedata

import pytest

from thidua.foundation.syllables import is_syllable

GOOD = """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý quốc quý quí quyết quỳnh quăn khuya
    hoà hòa thuý thúy gì giếng giêng giũ giúp nghiêng ngoằn ngoèo khuyến uỷ ủy ấy yêu ý iếc xoay hươu rượu
    thưởng nghĩa được chiến sĩ tuyến uống thuở quơ kẻ ghế ngỡ
"""
BAD = """
    café résumé naïve Müller Peña Krông thÓ2 xaõ Nguyeãn Chøc caoá hột̀ cẽt strong ce ki2 ñi ǹa kông gê
    trường1 nghà
"""


@pytest.mark.parametrize("word", GOOD.split())
def test_syllables(word):
    assert is_syllable(word)
    assert is_syllable(word.upper())
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", BAD.split())
def test_other_words(word):
    assert not is_syllable(word)
