"""Rounds, lists and dossiers for tests. Rooms above import these."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import factory
import xlsxwriter
from factory.django import DjangoModelFactory

from thidua.councils.tests.factories import SessionFactory
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Round, Submission
from thidua.dossiers.routes import RouteCode
from thidua.dossiers.voting import votes_on
from thidua.foundation.text import fold, turned
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode, Unit
from thidua.organisation.tests.factories import UnitFactory, UserFactory, acting

AT = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
AWARD = "CSTDT"
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chức vụ", "Đơn vị công tác", "Danh hiệu đề nghị")


class RoundFactory(DjangoModelFactory[Round]):
    class Meta:
        model = Round

    code = factory.Sequence(lambda n: f"dot-xet-{n}")
    title = factory.Sequence(lambda n: f"Đợt xét {n}")
    awards = [AWARD]
    period = 2025
    opens_on = date(2026, 1, 1)
    closes_on = date(2026, 3, 31)
    votes = factory.LazyAttribute(lambda o: votes_on(getattr(o, "route", RouteCode.REGULAR), o.opens_on))


class SubmissionFactory(DjangoModelFactory[Submission]):
    class Meta:
        model = Submission

    round = factory.SubFactory(RoundFactory)
    unit = factory.SubFactory(UnitFactory)
    created_by = factory.SubFactory(UserFactory)
    created_at = AT
    state = "draft"


class DossierFactory(DjangoModelFactory[Dossier]):
    class Meta:
        model = Dossier

    submission = factory.SubFactory(SubmissionFactory)
    round = factory.SelfAttribute("submission.round")
    unit = factory.SelfAttribute("submission.unit")
    code = factory.Sequence(lambda n: f"2026-{n:05d}")
    award = AWARD
    name = factory.Sequence(lambda n: f"Đặng Thị Đề Nghị {n}")
    name_fold = factory.LazyAttribute(lambda o: fold(o.name))
    name_turned = factory.LazyAttribute(lambda o: turned(o.name_fold))
    birth = "1985-02-17"
    position = "Chuyên viên"
    state = DossierState.DRAFT
    sent_at = factory.LazyAttribute(lambda o: None if o.state == "draft" else AT)
    held_since = AT


def in_state(state: str, unit: Unit | None = None, **fields: Any) -> Dossier:
    """A dossier standing in a state, of a unit."""
    submission = SubmissionFactory(**({"unit": unit} if unit else {}))
    if state == DossierState.ON_AGENDA:
        fields.setdefault("session", SessionFactory())
    return DossierFactory(submission=submission, state=state, **fields)


def put_on_route(round_: Round, route: str) -> None:
    """Let a round go another way, as if it had been opened so."""
    round_.route, round_.votes = route, votes_on(route, round_.opens_on)


def officer(unit: Unit | None = None) -> Acting:
    """The officer of a unit."""
    return acting(DutyCode.UNIT_OFFICER, unit)


def unit_head(unit: Unit | None = None) -> Acting:
    """The head of a unit, who signs before a list leaves."""
    return acting(DutyCode.UNIT_HEAD, unit)


def appraiser() -> Acting:
    """An officer of the standing office who appraises."""
    return acting(DutyCode.APPRAISER)


def workbook(*rows: tuple[object, ...]) -> bytes:
    """An Excel list with the usual header."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Danh sách")
    for number, row in enumerate((HEADER, *rows)):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()
