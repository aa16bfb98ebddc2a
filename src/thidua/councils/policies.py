"""Who may see a council and who may do what in it."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Now, TruncDate

from thidua.councils.flow import EDGES, SessionState, SessionVerb
from thidua.councils.models import Council, Member, PaperCount, Session
from thidua.foundation.answers import Answer
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode, UnitKind
from thidua.organisation.policies import in_office

CITY_KINDS = (UnitKind.CITY, UnitKind.STANDING_OFFICE)
COUNTERS = (DutyCode.TELLER, DutyCode.COUNCIL_SECRETARY)
AGENDA_KEEPERS = (DutyCode.COUNCIL_SECRETARY, DutyCode.OFFICE_HEAD)
MEMBERS = (DutyCode.COUNCIL_MEMBER, DutyCode.COUNCIL_CHAIR)
NOTHING = Q(pk__in=())


def seen_by(acting: Acting) -> Q:
    """Condition on councils: the office, tellers, leaders and inspectors see those they work for, members their own."""
    if acting.duty is None:
        return NOTHING
    if in_office(acting) or acting.holds(DutyCode.TELLER, DutyCode.LEADER, DutyCode.INSPECTOR):
        return _reach(acting)
    if acting.holds(*MEMBERS):
        day = TruncDate(Now())
        standing = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
        return Q(pk__in=Member.objects.filter(standing, user=acting.user).values("council_id"))
    return NOTHING


def sessions_seen_by(acting: Acting) -> Q:
    """Condition on sessions: those of the councils seen."""
    return Q(council__in=Council.objects.filter(seen_by(acting)))


def _reach(acting: Acting) -> Q:
    """The councils of the city and those of the own unit or the one above it."""
    unit = acting.unit
    assert unit is not None
    own = [key for key in (unit.pk, unit.parent_id) if key]
    return Q(unit__kind__in=CITY_KINDS) | Q(unit_id__in=own)


def _within_reach(acting: Acting, council: Council) -> bool:
    unit = acting.unit
    return unit is not None and (council.unit.kind in CITY_KINDS or council.unit_id in (unit.pk, unit.parent_id))


def _entrusted(acting: Acting, council: Council, duties: tuple[DutyCode, ...], otherwise: str) -> Answer:
    if not _within_reach(acting, council):
        return Answer.no(mark("Hội đồng này thuộc đơn vị khác hoặc không có."))
    return Answer.yes() if acting.holds(*duties) else Answer.no(otherwise)


def may_keep_members(acting: Acting, council: Council) -> Answer:
    """The secretary and the head of the office keep the list of members."""
    return _entrusted(acting, council, AGENDA_KEEPERS, mark("Danh sách thành viên do Thư ký Hội đồng lập."))


def may_plan(acting: Acting, council: Council) -> Answer:
    """The secretary plans sessions."""
    return _entrusted(acting, council, (DutyCode.COUNCIL_SECRETARY,), mark("Phiên họp do Thư ký Hội đồng chuẩn bị."))


def may_edit(acting: Acting, session: Session) -> Answer:
    """The secretary changes what was planned, until the ballot opens."""
    answer = may_plan(acting, session.council)
    if answer and session.state != SessionState.PLANNED:
        return Answer.no(mark("Đã mở phiếu nên không sửa phiên nữa."))
    return answer


def may_change_agenda(acting: Acting, session: Session) -> Answer:
    """The secretary and the head of the office put questions on the agenda, until the ballot opens."""
    answer = _entrusted(acting, session.council, AGENDA_KEEPERS, mark("Chương trình phiên do Thư ký Hội đồng lập."))
    if answer and session.state != SessionState.PLANNED:
        return Answer.no(mark("Đã mở phiếu nên chương trình không thay đổi nữa."))
    return answer


def may_open_ballot(acting: Acting, session: Session) -> Answer:
    """The secretary freezes the roll and opens the ballot."""
    return _may_step(acting, session, SessionVerb.OPEN_BALLOT, mark("Phiếu của phiên này đã mở trước đó."))


def may_call_off(acting: Acting, session: Session) -> Answer:
    """The secretary takes back a ballot opened by mistake, until somebody typed what was counted."""
    answer = _may_step(acting, session, SessionVerb.CALL_OFF, mark("Phiên này không ở bước kiểm phiếu."))
    if answer and PaperCount.objects.filter(item__session=session).exists():
        return Answer.no(mark("Đã có người nhập phiếu nên không hủy mở phiếu được."))
    return answer


def may_see_counting(acting: Acting, session: Session) -> Answer:
    """Only tellers and the secretary see anything of the counting before there is a result."""
    return _entrusted(
        acting, session.council, COUNTERS,
        mark("Trang kiểm phiếu chỉ mở cho Ban kiểm phiếu và Thư ký Hội đồng cho đến khi có kết quả."),
    )  # fmt: skip


def may_type_counts(acting: Acting, session: Session) -> Answer:
    """Tellers and the secretary type what was counted on paper, while the ballot is being counted."""
    answer = may_see_counting(acting, session)
    if answer and session.state == SessionState.PLANNED:
        return Answer.no(mark("Chưa mở phiếu. Thư ký Hội đồng điểm danh và mở phiếu trước."))
    if answer and session.state != SessionState.BALLOTING:
        return Answer.no(mark("Kết quả đã chốt nên không nhập phiếu nữa."))
    return answer


def may_confirm_count(acting: Acting, session: Session) -> Answer:
    """The secretary confirms a count on which two people agree."""
    return _may_step(acting, session, SessionVerb.CONFIRM_COUNT, mark("Phiên này không ở bước kiểm phiếu."))


def may_close(acting: Acting, session: Session) -> Answer:
    """The secretary draws up the minutes, which closes the session."""
    if session.state == SessionState.CLOSED:
        return Answer.no(mark("Biên bản của phiên này đã được lập."))
    return _may_step(acting, session, SessionVerb.CLOSE, mark("Biên bản lập được khi đã có kết quả kiểm phiếu."))


def _may_step(acting: Acting, session: Session, verb: SessionVerb, otherwise: str) -> Answer:
    edge = EDGES[verb]
    duties = tuple(DutyCode(code) for code in sorted(edge.duties))
    answer = _entrusted(acting, session.council, duties, mark("Việc này do Thư ký Hội đồng làm."))
    if answer and session.state not in edge.sources:
        return Answer.no(otherwise)
    return answer
