"""Councils, members, sessions and questions for tests. Rooms above import these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import factory
from factory.django import DjangoModelFactory

from thidua.councils import actions
from thidua.councils.models import Attendance, BallotItem, Council, CouncilKind, Member, Session
from thidua.councils.tally import Count
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode, UnitKind
from thidua.organisation.tests.factories import UnitFactory, acting

AT = datetime(2026, 6, 12, 2, 0, tzinfo=UTC)
HELD = date(2026, 6, 12)


class CouncilFactory(DjangoModelFactory[Council]):
    class Meta:
        model = Council

    unit = factory.SubFactory(UnitFactory, kind=UnitKind.CITY, name="Ủy ban nhân dân Thành phố Hà Nội")
    kind = CouncilKind.EMULATION
    name = "Hội đồng Thi đua - Khen thưởng Thành phố"


class MemberFactory(DjangoModelFactory[Member]):
    class Meta:
        model = Member

    council = factory.SubFactory(CouncilFactory)
    name = factory.Sequence(lambda n: f"Lê Thị Ủy Viên {n}")
    position = "Giám đốc Sở"
    rank = factory.Sequence(lambda n: n)
    valid_from = date(2020, 1, 1)


class SessionFactory(DjangoModelFactory[Session]):
    class Meta:
        model = Session

    council = factory.SubFactory(CouncilFactory)
    year = 2026
    number = factory.Sequence(lambda n: n + 1)
    title = factory.LazyAttribute(lambda o: f"Phiên họp thứ {o.number} năm {o.year}")
    held_on = HELD
    place = "Trụ sở UBND Thành phố"


class BallotItemFactory(DjangoModelFactory[BallotItem]):
    class Meta:
        model = BallotItem

    session = factory.SubFactory(SessionFactory)
    subject = factory.Sequence(lambda n: f"dossier:{n}")
    label = factory.Sequence(lambda n: f"Phạm Văn Ứng Viên {n}")
    detail = "Chiến sĩ thi đua Thành phố · Sở Thử nghiệm"
    position = factory.Sequence(lambda n: n + 1)
    threshold_numerator = 9
    threshold_denominator = 10
    threshold_source = "Điều thử nghiệm"


def secretary() -> Acting:
    """A council secretary of the standing office."""
    return acting(DutyCode.COUNCIL_SECRETARY)


def teller() -> Acting:
    """A teller."""
    return acting(DutyCode.TELLER)


def session_with(*, members: int = 5, items: int = 2, threshold: Fraction = Fraction(9, 10), **fields: Any) -> Session:
    """A planned session of a council of so many members, with so many questions."""
    session = SessionFactory(**fields)
    MemberFactory.create_batch(members, council=session.council)
    BallotItemFactory.create_batch(
        items, session=session, threshold_numerator=threshold.numerator, threshold_denominator=threshold.denominator
    )
    return session


def everybody(session: Session, *last: Attendance) -> dict[int, Attendance]:
    """The roll of a session: all present, but the last members as told."""
    keys = list(session.council.members.order_by("rank", "id").values_list("pk", flat=True))
    kinds = [Attendance.PRESENT] * (len(keys) - len(last)) + list(last)
    return dict(zip(keys, kinds, strict=True))


def opened(session: Session, roll: Mapping[int, Attendance] | None = None, by: Acting | None = None) -> Session:
    """The session with its ballot open, everybody present unless told otherwise."""
    return actions.open_ballot(session, roll or everybody(session), by=by or secretary(), at=AT)


def typed(session: Session, counts: Mapping[int, Count], *, by: Sequence[Acting] = ()) -> tuple[Acting, Acting]:
    """Two people type the same counts."""
    first, second = by or (teller(), teller())
    for who in (first, second):
        actions.type_counts(session, counts, by=who, at=AT)
    return first, second


def unanimous(session: Session) -> dict[int, Count]:
    """Everybody says yes to everything."""
    size = session.roll.exclude(attendance=Attendance.ABSENT).count()
    return {item.pk: (size, 0, 0) for item in session.items.all()}


def counted(session: Session, counts: Mapping[int, Count] | None = None) -> Session:
    """The session with an agreed and confirmed count."""
    fresh = opened(session)
    typed(fresh, counts or unanimous(fresh))
    actions.confirm_count(fresh, by=secretary(), at=AT)
    fresh.refresh_from_db()
    return fresh


def minutes_facts(**changes: Any) -> actions.MinutesFacts:
    """What a secretary adds."""
    facts: dict[str, Any] = {
        "number": "02", "started_at": AT.replace(hour=0), "ended_at": AT, "venue": "Phòng họp số 1",
        "chair": ("Nguyễn Chủ Tọa", "Chủ tịch Hội đồng"), "secretary": ("Đỗ Thư Ký", "Thư ký Hội đồng"),
        "tellers": [("Hoàng Kiểm Phiếu", "Trưởng ban")], "proceedings": ["Hội đồng thảo luận và bỏ phiếu."],
        "conclusions": ["Thông qua các trường hợp đạt tỷ lệ."],
    }  # fmt: skip
    return actions.MinutesFacts(**{**facts, **changes})
