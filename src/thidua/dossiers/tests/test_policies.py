from __future__ import annotations

from datetime import date

import pytest

from thidua.dossiers import policies
from thidua.dossiers.flow import DossierState, DossierVerb
from thidua.dossiers.models import Dossier
from thidua.dossiers.tests.factories import RoundFactory, appraiser, in_state, officer
from thidua.organisation.models import DutyCode, Succession
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.register.tests.factories import RecipientFactory

pytestmark = pytest.mark.django_db


def test_a_unit_sees_its_own_and_those_of_the_unit_it_took_over():
    mine, old, other = UnitFactory(), UnitFactory(), UnitFactory()
    Succession.objects.create(predecessor=old, successor=mine, on=date(2025, 7, 1))
    rows = {name: in_state("draft", unit) for name, unit in (("mine", mine), ("old", old), ("other", other))}
    who = officer(mine)
    seen = set(Dossier.objects.filter(policies.seen_by(who)))
    assert seen == {rows["mine"], rows["old"]}
    assert not policies.may_view(who, rows["other"])


@pytest.mark.parametrize("duty", DutyCode)
def test_what_is_seen_and_what_may_be_viewed_agree(duty):
    unit = UnitFactory()
    rows = [in_state(state, unit if place % 2 else None) for place, state in enumerate(DossierState)]
    who = acting(duty, unit)
    seen = set(Dossier.objects.filter(policies.seen_by(who)))
    for row in rows:
        assert policies.may_view(who, row).allowed is (row in seen)


def test_drafts_are_the_units_own_business():
    draft = in_state("draft")
    for duty in (DutyCode.APPRAISER, DutyCode.OFFICE_HEAD, DutyCode.INSPECTOR, DutyCode.LEADER):
        assert not policies.may_view(acting(duty), draft)


def test_who_wrote_a_list_never_appraises_it():
    dossier = in_state("submitted")
    writer = acting(DutyCode.APPRAISER)
    dossier.submission.created_by = writer.user
    dossier.submission.save()
    assert policies.may(writer, dossier, DossierVerb.RECEIVE).allowed is False
    assert policies.may(appraiser(), dossier, DossierVerb.RECEIVE).allowed is True


def test_nobody_works_on_his_own_file():
    who = appraiser()
    recipient = RecipientFactory(person__user=who.user)
    dossier = in_state("submitted", recipient=recipient)
    answer = policies.may(who, dossier, DossierVerb.RECEIVE)
    assert not answer
    assert "chính mình" in answer.reason


def test_only_the_holder_concludes_and_the_other_is_told_who():
    holder, other = appraiser(), appraiser()
    dossier = in_state("appraising", holder=holder.user)
    assert policies.may_conclude(holder, dossier, eligible=True)
    answer = policies.may_conclude(other, dossier, eligible=True)
    assert holder.user.full_name in answer.reason


@pytest.mark.parametrize(
    ("day", "open_"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False)],
)
def test_the_window_is_open_from_its_first_day_to_the_end_of_its_last(day, open_):
    assert policies.window_open(RoundFactory(), day).allowed is open_


@pytest.mark.parametrize("duty", [DutyCode.UNIT_OFFICER, DutyCode.CLERK, DutyCode.LEADER, DutyCode.COUNCIL_SECRETARY])
def test_an_identity_number_stays_masked_for_those_who_do_not_appraise(duty):
    dossier = in_state("submitted", cccd_sealed=b"x")
    assert not policies.may_reveal_number(acting(duty, dossier.unit), dossier)
    assert policies.may_reveal_number(appraiser(), dossier)
