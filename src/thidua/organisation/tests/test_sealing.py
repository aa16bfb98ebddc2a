from __future__ import annotations

import pytest
from cryptography.fernet import InvalidToken

from thidua.organisation.sealing import index_cccd, mask_cccd, open_cccd, seal_cccd

NUMBER = "001099000123"


def test_sealed_number_opens_again_and_is_not_readable():
    sealed = seal_cccd(NUMBER)
    assert sealed and NUMBER.encode() not in sealed
    assert open_cccd(sealed) == NUMBER
    assert seal_cccd(NUMBER) != sealed


def test_equal_numbers_have_equal_index_others_not():
    assert index_cccd(NUMBER) == index_cccd(NUMBER)
    assert index_cccd(NUMBER) != index_cccd("001099000124")
    assert NUMBER not in index_cccd(NUMBER)


def test_nothing_stays_nothing():
    assert seal_cccd("") is None
    assert open_cccd(None) == ""
    assert index_cccd("") == ""
    assert mask_cccd("") == ""


def test_mask_shows_four_at_each_end():
    assert mask_cccd("001012342345") == "0010••••2345"
    assert mask_cccd("123") == "••••"


def test_new_key_in_front_opens_old_values(settings):
    settings.FIELD_KEY = "old"
    sealed, index = seal_cccd(NUMBER), index_cccd(NUMBER)
    settings.FIELD_KEY = "new,old"
    assert open_cccd(sealed) == NUMBER
    assert index_cccd(NUMBER) == index
    assert seal_cccd(NUMBER)


def test_foreign_key_opens_nothing(settings):
    settings.FIELD_KEY = "one"
    sealed = seal_cccd(NUMBER)
    settings.FIELD_KEY = "two"
    with pytest.raises(InvalidToken):
        open_cccd(sealed)
