"""Dossiers a council has passed, drafts and issued decisions for tests. Rooms above import these."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from thidua.councils.models import Session
from thidua.councils.tests.factories import SessionFactory
from thidua.decisions import actions
from thidua.decisions.models import Decision
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Round, Submission
from thidua.foundation.text import fold, turned
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, UserFactory, acting
from thidua.register.tests.factories import RecipientFactory

AT = datetime(2026, 6, 25, 2, 0, tzinfo=UTC)
DAY = date(2026, 6, 25)
AWARD = "CSTDT"
SIGNER = "Hoàng Người Ký"


class RoundFactory(DjangoModelFactory[Round]):
    class Meta:
        model = Round

    code = factory.Sequence(lambda n: f"dot-{n}")
    title = factory.Sequence(lambda n: f"Đợt xét thử {n}")
    awards = [AWARD]
    period = 2025
    opens_on = date(2026, 1, 1)
    closes_on = date(2026, 3, 31)


class SubmissionFactory(DjangoModelFactory[Submission]):
    class Meta:
        model = Submission

    round = factory.SubFactory(RoundFactory)
    unit = factory.SubFactory(UnitFactory)
    created_by = factory.SubFactory(UserFactory)
    created_at = AT


class DossierFactory(DjangoModelFactory[Dossier]):
    class Meta:
        model = Dossier

    submission = factory.SubFactory(SubmissionFactory)
    round = factory.SelfAttribute("submission.round")
    unit = factory.SelfAttribute("submission.unit")
    code = factory.Sequence(lambda n: f"{n:06d}")
    award = AWARD
    recipient = factory.SubFactory(RecipientFactory)
    name = factory.SelfAttribute("recipient.name")
    name_fold = factory.LazyAttribute(lambda o: fold(o.name))
    name_turned = factory.LazyAttribute(lambda o: turned(o.name_fold))
    birth = "1985-02-17"
    position = "Chuyên viên"
    workplace = "Phòng Tổng hợp"
    state = DossierState.PASSED
    held_since = AT
    session = factory.SubFactory(SessionFactory, state="counted")


def head() -> Acting:
    """The head of the standing office, who drafts."""
    return acting(DutyCode.OFFICE_HEAD)


def clerk() -> Acting:
    """The clerk, who gives numbers and issues."""
    return acting(DutyCode.CLERK)


def passed(count: int = 3, **fields: Any) -> Session:
    """A session with its result and so many dossiers passed in it."""
    session = fields.pop("session", None) or SessionFactory(state="closed")
    DossierFactory.create_batch(count, session=session, **{"submission": SubmissionFactory(), **fields})
    return session


def draft(count: int = 3, *, by: Acting | None = None, signed: bool = True, **fields: Any) -> Decision:
    """A draft with so many recipients, with its signer written in unless told otherwise."""
    by = by or head()
    decision = actions.draft_grant(passed(count, **fields), AWARD, by=by, at=AT)
    return signed_by(decision, by) if signed else decision


def signed_by(decision: Decision, by: Acting, name: str = SIGNER) -> Decision:
    """The draft with its signer."""
    return actions.set_signer(decision, name, decision.signer_position, decision.title, by=by, at=AT)


def issued(count: int = 1, **fields: Any) -> Decision:
    """An issued decision."""
    return actions.issue(draft(count, **fields), DAY, by=clerk(), at=AT)


def revoked(decision: Decision, reason: str = "Khai không đúng thành tích") -> Decision:
    """The first honour of a decision taken back by another decision."""
    by, line = head(), decision.lines.first()
    assert line is not None and line.honour is not None
    back = signed_by(actions.draft_revocation(line.honour, reason, by=by, at=AT), by)
    return actions.issue(back, DAY, by=clerk(), at=AT)
