"""Who may do what with decisions: one table."""

from __future__ import annotations

import pytest

from thidua.councils.flow import SessionState
from thidua.councils.tests.factories import SessionFactory
from thidua.decisions import policies, queries
from thidua.decisions.flow import DecisionState
from thidua.decisions.models import Decision
from thidua.decisions.tests.factories import AT, SIGNER
from thidua.organisation.acting import Acting, acting_for
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import DutyFactory, UserFactory, acting
from thidua.register.models import HonourStatus
from thidua.register.tests.factories import HonourFactory

pytestmark = pytest.mark.django_db

HEAD, CLERK = DutyCode.OFFICE_HEAD, DutyCode.CLERK
OFFICE = {HEAD, CLERK, DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER, DutyCode.COUNCIL_SECRETARY}
ISSUED_ONLY = {
    DutyCode.LEADER, DutyCode.INSPECTOR, DutyCode.COUNCIL_CHAIR, DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD,
}  # fmt: skip
TABLE = {
    "may_change": ({HEAD}, {DecisionState.DRAFT}),
    "may_cancel": ({HEAD}, {DecisionState.DRAFT}),
    "may_issue": ({CLERK}, {DecisionState.DRAFT}),
    "may_print": (OFFICE, {DecisionState.ISSUED}),
}


def decision(state=DecisionState.DRAFT, **fields):
    numbers = {"sequence": 1, "issued_on": AT.date(), "number": "01/QĐ-UBND"} if state == DecisionState.ISSUED else {}
    fields = {
        "drafted_by": UserFactory(),
        "drafted_at": AT,
        "signer_name": SIGNER,
        "award": "CSTDT",
        **numbers,
        **fields,
    }
    return Decision.objects.create(state=state, title="Về việc thử", **fields)


@pytest.mark.parametrize("question", TABLE)
def test_table_of_duties_and_states(question):
    duties, states = TABLE[question]
    people = {code: acting(code) for code in DutyCode}
    for state in DecisionState:
        row = decision(state)
        for code, who in people.items():
            answer = getattr(policies, question)(who, row)
            assert answer.allowed is (code in duties and state in states), (question, code, state)
            assert answer.allowed or answer.reason


def test_whoever_drafted_does_not_issue():
    user = UserFactory()
    row = decision(drafted_by=user)
    same = acting_for(user, DutyFactory(user=user, code=CLERK))
    assert "tự lấy số" in policies.may_issue(same, row).reason
    assert policies.may_issue(acting(CLERK), row)


def test_draft_without_signer_is_not_issued():
    assert "người ký" in policies.may_issue(acting(CLERK), decision(signer_name="")).reason


def test_drafts_are_drawn_up_by_the_head_from_a_session_with_minutes():
    people = {code: acting(code) for code in DutyCode}
    for state in SessionState:
        session = SessionFactory(state=state)
        for code, who in people.items():
            expected = code == HEAD and state == SessionState.CLOSED
            assert policies.may_draft_from(who, session).allowed is expected, (code, state)


def test_revocation_is_proposed_by_the_head_while_the_honour_stands():
    standing, gone = HonourFactory(), HonourFactory(status=HonourStatus.REVOKED)
    for code in DutyCode:
        who = acting(code)
        assert policies.may_propose_revocation(who, standing).allowed is (code == HEAD)
        assert not policies.may_propose_revocation(who, gone)


def test_who_sees_which_decisions():
    rows = {state: decision(state) for state in DecisionState}
    for code in DutyCode:
        seen = set(queries.decisions(acting(code)))
        expected = set(rows.values()) if code in OFFICE else {rows["issued"]} if code in ISSUED_ONLY else set()
        assert seen == expected, code
    assert not queries.decisions(Acting(UserFactory(), None)).exists()
