from __future__ import annotations

from types import SimpleNamespace

import pytest

from thidua.awards.queries import is_title
from thidua.decisions.actions import draft_grant
from thidua.decisions.papers import (
    NOTES,
    award_phrase,
    grant_context,
    notes_in_words,
    period_of,
    unless_said,
    years,
)
from thidua.decisions.queries import lines_of
from thidua.decisions.tests.factories import AT, DAY, DossierFactory, RoundFactory, head, passed


@pytest.mark.parametrize(("code", "title"), [("CSTDT", True), ("LDTT", True), ("BKTP", False), ("khong-co", False)])
def test_a_title_is_told_from_a_form(code, title):
    assert is_title(code) is title


def test_the_whole_achievement_period_is_printed():
    assert period_of(SimpleNamespace(period_from=2025, period_to=2025)) == "năm 2025"
    assert period_of(SimpleNamespace(period_from=2021, period_to=2025)) == "từ năm 2021 đến năm 2025"


def test_a_form_is_given_without_the_word_title():
    assert award_phrase("CSTDT", "Chiến sĩ thi đua Thành phố") == "danh hiệu “Chiến sĩ thi đua Thành phố”"
    assert award_phrase("BKTP", "Bằng khen của Chủ tịch UBND Thành phố") == "Bằng khen của Chủ tịch UBND Thành phố"


def test_a_unit_the_name_says_is_not_printed_again():
    assert unless_said("Sở Nội vụ", "Phòng Tổng hợp, SỞ NỘI VỤ") == ""
    assert unless_said("Sở Nội vụ", "Phòng Tổng hợp") == "Sở Nội vụ"


def test_years_are_told_once_each():
    assert years([2025, 2025]) == "năm 2025"
    assert years([2025, 2024]) == "các năm 2024, 2025"


def test_every_note_of_the_printer_has_its_sentence():
    card = SimpleNamespace(honour=SimpleNamespace(recipient_name="Trần Thị Tên Rất Dài"))
    notes = ["name_broken:0", "name_shrunk:0:26", "name_below_min:0:19", "text_long:0", "no_glyph:U+1F389"]
    words = notes_in_words(notes, [card])
    assert len(words) == len(NOTES)
    assert "26" in words[1]
    assert "U+1F389" in words[4]


@pytest.mark.django_db
def test_a_list_of_both_kinds_is_counted_grouped_and_paid_by_kind():
    session = passed(2, award="BKTP")
    DossierFactory(
        session=session, award="BKTP", kind="collective", name="Tập thể thử", round=RoundFactory(period=2024)
    )
    decision = draft_grant(session, "BKTP", by=head(), at=AT)
    context = grant_context(decision, lines_of(decision), sequence=None, issued_on=DAY, at=AT)
    assert context["recipients_phrase"] == "1 tập thể và 2 cá nhân"
    assert [(group["title"], len(group["entries"])) for group in context["groups"]] == [("Tập thể", 1), ("Cá nhân", 2)]
    assert context["period"] == "các năm 2024, 2025"
    assert context["award"].startswith("Bằng khen")
    assert "mỗi tập thể" in context["bonus"]
    assert "mỗi cá nhân" in context["bonus"]
    assert "danh hiệu" not in decision.title
