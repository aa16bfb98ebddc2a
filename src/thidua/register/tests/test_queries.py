from __future__ import annotations

import pytest

from thidua.register.queries import search
from thidua.register.tests.factories import HonourFactory, RecipientFactory


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["Ngọc", "bich ngoc", "Nguyễn Thị", "nguyễn thị bích ngọc", "NGOC"])
def test_a_person_is_found_by_either_end_of_the_name(typed):
    found = RecipientFactory(person__full_name="Nguyễn Thị Bích Ngọc")
    for other in ("Nguyễn Thu Ngọ", "Trần Ngọc Lan", "Đỗ Thị Bích"):
        RecipientFactory(person__full_name=other)
    assert [row.pk for row in search(typed, units=None).rows] == [found.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["9/QĐ-UBND", "09/QĐ-UBND", "09/"])
def test_a_number_is_found_with_and_without_its_zero(typed):
    with_zero, without = HonourFactory(decision_number="09/QĐ-UBND"), HonourFactory(decision_number="9/QĐ-UBND")
    HonourFactory(decision_number="19/QĐ-UBND")
    found = {row.pk for row in search(typed, units=None).rows}
    assert found == {with_zero.recipient_id, without.recipient_id}


@pytest.mark.django_db
def test_the_ledger_lists_those_with_an_honour_and_finds_the_others_by_name():
    honoured, known = HonourFactory().recipient, RecipientFactory(person__full_name="Giáp Văn Bền")
    assert [row.pk for row in search("", units=None).rows] == [honoured.pk]
    assert [row.pk for row in search("Bền", units=None).rows] == [known.pk]
