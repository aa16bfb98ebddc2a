from __future__ import annotations

from types import SimpleNamespace

import pytest

from thidua.awards.queries import is_title
from thidua.decisions.papers import NOTES, notes_in_words, period_of


@pytest.mark.parametrize(("code", "title"), [("CSTDT", True), ("LDTT", True), ("BKTP", False), ("khong-co", False)])
def test_a_title_is_told_from_a_form(code, title):
    assert is_title(code) is title


def test_the_whole_achievement_period_is_printed():
    assert period_of(SimpleNamespace(period_from=2025, period_to=2025)) == "năm 2025"
    assert period_of(SimpleNamespace(period_from=2021, period_to=2025)) == "từ năm 2021 đến năm 2025"


def test_every_note_of_the_printer_has_its_sentence():
    card = SimpleNamespace(honour=SimpleNamespace(recipient_name="Trần Thị Tên Rất Dài"))
    notes = ["name_broken:0", "name_shrunk:0:26", "name_below_min:0:19", "text_long:0", "no_glyph:U+1F389"]
    words = notes_in_words(notes, [card])
    assert len(words) == len(NOTES)
    assert "26" in words[1]
    assert "U+1F389" in words[4]
