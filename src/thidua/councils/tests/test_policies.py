"""Who may do what: one table for every duty, state and question."""

from __future__ import annotations

from datetime import timedelta

import pytest

from thidua.councils import policies, queries
from thidua.councils.flow import SessionState
from thidua.councils.models import Council, Session
from thidua.councils.tests.factories import CouncilFactory, MemberFactory, SessionFactory
from thidua.foundation.clock import today
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode, UnitKind
from thidua.organisation.tests.factories import UnitFactory, UserFactory, acting

pytestmark = pytest.mark.django_db

SECRETARY, HEAD, TELLER = DutyCode.COUNCIL_SECRETARY, DutyCode.OFFICE_HEAD, DutyCode.TELLER
ANY = set(SessionState)
# question: who may, in which states; everything not written here is a no.
TABLE = {
    "may_edit": ({SECRETARY}, {SessionState.PLANNED}),
    "may_change_agenda": ({SECRETARY, HEAD}, {SessionState.PLANNED}),
    "may_open_ballot": ({SECRETARY}, {SessionState.PLANNED}),
    "may_see_counting": ({SECRETARY, TELLER}, ANY),
    "may_type_counts": ({SECRETARY, TELLER}, {SessionState.BALLOTING}),
    "may_confirm_count": ({SECRETARY}, {SessionState.BALLOTING}),
    "may_close": ({SECRETARY}, {SessionState.COUNTED}),
}


@pytest.mark.parametrize("question", TABLE)
def test_table_of_duties_and_states(question):
    duties, states = TABLE[question]
    ask = getattr(policies, question)
    people = {code: acting(code) for code in DutyCode}
    for state in SessionState:
        session = SessionFactory(state=state)
        for code, who in people.items():
            answer = ask(who, session)
            assert answer.allowed is (code in duties and state in states), (question, code, state)
            assert answer.allowed or answer.reason


def test_members_and_plans_are_kept_by_the_secretary():
    council = CouncilFactory()
    people = {code: acting(code) for code in DutyCode}
    assert {code for code, who in people.items() if policies.may_plan(who, council)} == {SECRETARY}
    assert {code for code, who in people.items() if policies.may_keep_members(who, council)} == {SECRETARY, HEAD}


def test_who_sees_the_council_of_the_city():
    council, session = CouncilFactory(), None
    session = SessionFactory(council=council)
    seeing = {
        SECRETARY, HEAD, TELLER, DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER, DutyCode.CLERK, DutyCode.LEADER, DutyCode.INSPECTOR,
    }  # fmt: skip
    for code in DutyCode:
        who = acting(code)
        assert queries.councils(who).filter(pk=council.pk).exists() is (code in seeing), code
        assert queries.sessions(who).filter(pk=session.pk).exists() is (code in seeing), code


@pytest.mark.parametrize("code", [DutyCode.COUNCIL_MEMBER, DutyCode.COUNCIL_CHAIR])
def test_members_see_their_own_council_while_they_are_members(code):
    council, other = CouncilFactory(), CouncilFactory()
    day = today()
    current, former, future = acting(code), acting(code), acting(code)
    MemberFactory(council=council, user=current.user, valid_to=day + timedelta(days=1))
    MemberFactory(council=council, user=former.user, valid_to=day - timedelta(days=2))
    MemberFactory(council=council, user=future.user, valid_from=day + timedelta(days=2))
    assert list(queries.councils(current)) == [council]
    assert not queries.councils(former).exists()
    assert not queries.councils(future).exists()
    assert other not in queries.councils(current)


def test_council_of_another_unit_is_out_of_reach():
    elsewhere = CouncilFactory(unit=UnitFactory(kind=UnitKind.DEPARTMENT))
    session = SessionFactory(council=elsewhere)
    stranger, own = acting(SECRETARY), acting(SECRETARY, unit=elsewhere.unit)
    assert not policies.may_plan(stranger, elsewhere)
    assert not policies.may_open_ballot(stranger, session)
    assert policies.may_plan(own, elsewhere)
    assert not queries.sessions(stranger).exists()
    assert queries.sessions(own).get() == session


def test_without_a_duty_nothing_is_seen():
    SessionFactory()
    nobody = Acting(UserFactory(), None)
    assert not Council.objects.filter(policies.seen_by(nobody)).exists()
    assert not Session.objects.filter(policies.sessions_seen_by(nobody)).exists()
