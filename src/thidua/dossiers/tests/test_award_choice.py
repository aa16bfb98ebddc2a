"""Awards of a round: every one once under its level, chosen with or without scripts."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from thidua.awards.queries import award_choices
from thidua.dossiers.award_choice import AwardChoice, award_groups
from thidua.dossiers.models import Round
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

DAY = date(2026, 3, 16)


def test_every_award_stands_once_in_its_group():
    rows = [row for _label, group in award_groups(DAY) for row in group]
    assert sorted(rows) == sorted(award_choices(DAY))
    assert len({code for code, _name in rows}) == len(rows)


def test_the_long_group_opens_when_something_in_it_is_chosen():
    widget = AwardChoice(choices=award_groups(DAY))
    closed, opened = widget.render("awards", [], {"id": "a"}), widget.render("awards", ["HCDL1"], {"id": "a"})
    assert closed.count("<details") == closed.count(" open>") + 1
    assert opened.count("<details") == opened.count(" open>")
    assert "đã chọn 1" in opened


@pytest.mark.django_db
def test_a_round_is_opened_with_several_and_without_any_it_is_said(client):
    client.force_login(acting(DutyCode.OFFICE_HEAD).user)
    data = {"code": "d-1", "title": "Đợt", "period": "2025", "opens_on": "01/01/2026", "closes_on": "31/12/2999"}
    empty = client.post(reverse("dossiers:round_new"), data | {"form_key": "a"})
    assert empty.status_code == 200
    assert empty.context["form"].errors["awards"]
    client.post(reverse("dossiers:round_new"), data | {"awards": ["CSTDT", "HCDL1"], "form_key": "b"})
    assert Round.objects.get(code="d-1").awards == ["CSTDT", "HCDL1"]
