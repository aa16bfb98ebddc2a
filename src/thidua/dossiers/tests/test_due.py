"""Who is due and not proposed: found in the ledger, told what is lacking, gone once proposed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.dossiers.flow import DossierState
from thidua.dossiers.queries import due as module
from thidua.dossiers.queries.due import Asked, due_page
from thidua.dossiers.tests.factories import DossierFactory, RoundFactory
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import PersonFactory, UnitFactory, acting
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 16)
CHAIN = tuple(("CSTDCS", year) for year in (2023, 2024, 2025))


def holder(unit, *held, name="Nguyễn Văn An"):
    recipient = RecipientFactory(person=PersonFactory(full_name=name, unit=unit))
    for award, year in held:
        HonourFactory(recipient=recipient, award=award, period_from=year, decision_date=date(year + 1, 1, 15))
    return recipient


def found(who, **asked):
    page = due_page(who, Asked(2025, **asked), DAY)
    return {(row.recipient.pk, due.award): due.needs for row in page.rows for due in row.dues}


def test_a_whole_chain_is_due_and_says_what_the_ledger_does_not_hold():
    unit = UnitFactory()
    recipient = holder(unit, *CHAIN)
    assert found(acting(DutyCode.UNIT_OFFICER, unit)) == {
        (recipient.pk, "CSTDT"): ("sáng kiến cấp Thành phố",),
        (recipient.pk, "BKTP"): (),
    }


def test_years_without_a_rating_are_named():
    unit = UnitFactory()
    held = [("BKTP", 2020), *(("CSTDCS", year) for year in (2021, 2023, 2025))]
    recipient = holder(unit, *held)
    assert found(acting(DutyCode.UNIT_OFFICER, unit)) == {(recipient.pk, "BKTTG"): ("xếp loại năm 2022, 2024",)}


@pytest.mark.parametrize(
    "held",
    [
        (("CSTDCS", 2023), ("CSTDCS", 2025)),
        (("CSTDCS", 2025),),
        (("LDTT", 2025), ("LDTT", 2024)),
        (*CHAIN, ("CSTDT", 2025), ("BKTP", 2025)),
    ],
)
def test_nobody_is_due_with_a_broken_chain_or_for_what_he_has(held):
    unit = UnitFactory()
    holder(unit, *held)
    assert found(acting(DutyCode.UNIT_OFFICER, unit)) == {}


@pytest.mark.parametrize(("state", "gone"), [(DossierState.DRAFT, True), (DossierState.WITHDRAWN, False)])
def test_whoever_is_proposed_in_a_round_of_that_year_is_left_out(state, gone):
    unit = UnitFactory()
    recipient = holder(unit, *CHAIN)
    DossierFactory(
        round=RoundFactory(period=2025),
        unit=unit,
        recipient=recipient,
        award="CSTDT",
        state=state,
        submission__unit=unit,
    )
    awards = {award for _, award in found(acting(DutyCode.UNIT_OFFICER, unit))}
    assert awards == ({"BKTP"} if gone else {"BKTP", "CSTDT"})


def test_a_dossier_of_another_year_leaves_him_on_the_list():
    unit = UnitFactory()
    recipient = holder(unit, *CHAIN)
    DossierFactory(
        round=RoundFactory(period=2024), unit=unit, recipient=recipient, award="CSTDT", submission__unit=unit
    )
    assert (recipient.pk, "CSTDT") in found(acting(DutyCode.UNIT_OFFICER, unit))


def test_an_unmatched_dossier_of_that_name_is_told():
    unit = UnitFactory()
    recipient = holder(unit, *CHAIN)
    DossierFactory(
        round=RoundFactory(period=2025), unit=unit, recipient=None, name=recipient.name, award="CSTDT",
        submission__unit=unit,
    )  # fmt: skip
    page = due_page(acting(DutyCode.UNIT_OFFICER, unit), Asked(2025), DAY)
    assert [row.alike for row in page.rows] == [True]


def test_a_unit_sees_its_own_and_the_office_all_or_one_unit():
    mine, other = UnitFactory(), UnitFactory()
    own, foreign = holder(mine, *CHAIN), holder(other, *CHAIN, name="Lê Thị Bình")
    people = {pk for pk, _ in found(acting(DutyCode.UNIT_OFFICER, mine))}
    assert people == {own.pk}
    office = acting(DutyCode.APPRAISER)
    assert {pk for pk, _ in found(office)} == {own.pk, foreign.pk}
    assert {pk for pk, _ in found(office, unit=other)} == {foreign.pk}
    assert {award for _, award in found(office, award="BKTP")} == {"BKTP"}
    assert found(office, kind="collective") == {}


def test_pages_follow_each_other_and_nobody_is_lost(monkeypatch):
    monkeypatch.setattr(module, "LOOKED_AT", 2)
    unit = UnitFactory()
    people = {holder(unit, *CHAIN, name=f"Người {letter}").pk for letter in "ABCDE"}
    who, seen, after = acting(DutyCode.UNIT_OFFICER, unit), set(), ""
    for _ in range(3):
        page = due_page(who, Asked(2025, after=after), DAY)
        seen |= {row.recipient.pk for row in page.rows}
        after = page.next_after
    assert seen == people
    assert after == ""


def test_page_and_its_queries_do_not_grow(client):
    unit = UnitFactory()
    who = acting(DutyCode.UNIT_OFFICER, unit)
    client.force_login(who.user)
    counts = []
    for number in (1, 49):
        for each in range(number):
            holder(unit, *CHAIN, name=f"Người {number} {each}")
        client.get(reverse("dossiers:due") + "?ky=2025")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse("dossiers:due") + "?ky=2025")
        counts.append(len(queries))
    assert "sáng kiến cấp Thành phố" in answer.content.decode()
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "query",
    ["?ky=abc&don-vi=x&loai=y&sau=z", "?ky=99999&don-vi=999999999999999999999&sau=|x", "?danh-hieu=KHONG"],
)
def test_what_cannot_be_read_is_left_out(client, query):
    client.force_login(acting(DutyCode.APPRAISER).user)
    assert client.get(reverse("dossiers:due") + query).status_code == 200


def test_only_those_who_work_on_dossiers_see_it(client):
    client.force_login(acting(DutyCode.LEADER).user)
    assert client.get(reverse("dossiers:due")).status_code == 403


def test_the_round_and_the_list_lead_there(client):
    client.force_login(acting(DutyCode.APPRAISER).user)
    round_ = RoundFactory(period=2025)
    assert reverse("dossiers:due") in client.get(reverse("dossiers:list")).content.decode()
    assert "?ky=2025" in client.get(reverse("dossiers:round", args=[round_.pk])).content.decode()
