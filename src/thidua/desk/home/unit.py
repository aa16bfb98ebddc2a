"""Home of a unit's officer and head."""

from __future__ import annotations

from datetime import date

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.desk.home.plan import drafts_to_review, extension_todos, milestone_todos, of_unit
from thidua.desk.home.shapes import Counter, Home, Todo, capped
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, OpinionRequest, Round, Submission, SubmissionState
from thidua.dossiers.policies import requests_seen_by, rounds_seen_by
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode, Unit
from thidua.plans.models import Milestone, RegistrationKind
from thidua.plans.queries.registering import to_hand_in


def unit_home(acting: Acting, *, on: date) -> Home:
    """Dossiers returned, lists begun, rounds open without a list, milestones of the unit."""
    assert acting.unit
    own = Dossier.objects.filter(unit=acting.unit)
    todos = [*asked(acting), *returned(own), *begun(acting), *windows(acting, on), *owed(acting.unit, on)]
    todos = [*extension_todos(acting), *drafts_to_review(acting), *todos]
    mine = Milestone.objects.filter(of_unit(acting.unit))
    todos += milestone_todos(mine, on=on, limit=3)
    listing = reverse("dossiers:list")
    counters = [
        Counter(capped(own.filter(state=state)), label, f"{listing}?trang-thai={state.value}", hot=hot)
        for state, label, hot in (
            (DossierState.RETURNED, _("bị trả lại, chờ bổ sung"), True),
            (DossierState.DRAFT, _("bản nháp"), False),
            (DossierState.SUBMITTED, _("chờ tiếp nhận"), False),
            (DossierState.APPRAISING, _("đang thẩm định"), False),
            (DossierState.ON_AGENDA, _("đã trình Hội đồng"), False),
            (DossierState.DECIDED, _("đã có quyết định"), False),
        )
    ]
    return Home(todos, counters)


def asked(acting: Acting) -> list[Todo]:
    """One act for each request for an opinion that waits for the unit."""
    rows = OpinionRequest.objects.filter(requests_seen_by(acting), ended_at=None).order_by("due_on", "id")[:5]
    return [
        Todo(
            _("Trả lời ý kiến về khen thưởng"),
            reverse("dossiers:opinion_request", args=[row.pk]),
            _("Trả lời"),
            row.code,
            row.due_on,
        )
        for row in rows
    ]


def owed(unit: Unit, on: date) -> list[Todo]:
    """One act for each paper the plan asks of the unit and it has not handed in."""
    return [
        Todo(
            _("Nộp %(what)s") % {"what": ", ".join(str(RegistrationKind(kind).label) for kind in line.missing)},
            reverse("clusters:hand_in", args=[collection.task_id]), _("Nộp cho Thành phố"), collection.task.headline,
            collection.milestone.effective,
        )
        for collection, line, _row in to_hand_in(unit, on)[:5]
    ]  # fmt: skip


def returned(own: QuerySet[Dossier]) -> list[Todo]:
    """One act for each dossier sent back, with the nearest deadline of its defects."""
    rows = own.filter(state=DossierState.RETURNED).annotate(due=Min("defects__due_on")).order_by("due", "id")[:5]
    return [
        Todo(
            _("Bổ sung hồ sơ %(name)s") % {"name": row.name}, reverse("dossiers:detail", args=[row.pk]),
            _("Xem điểm cần sửa"), row.code, row.due,
        )
        for row in rows
    ]  # fmt: skip


def begun(acting: Acting) -> list[Todo]:
    """One act for each list begun and not sent."""
    rows = (
        Submission.objects.filter(unit=acting.unit)
        .exclude(state__in=(SubmissionState.SENT, SubmissionState.DROPPED))
        .select_related("round")
        .order_by("round__closes_on", "id")[:5]
    )
    head = acting.holds(DutyCode.UNIT_HEAD)
    return [_list_todo(row, head) for row in rows]


def _list_todo(row: Submission, head: bool) -> Todo:
    """To the head a list that waits for him is to be signed; to the officer it waits."""
    if row.state == SubmissionState.SIGNING:
        title = _("Duyệt và gửi danh sách %(round)s") if head else _("Chờ thủ trưởng duyệt danh sách %(round)s")
        return Todo(
            title % {"round": row.round.title}, reverse("dossiers:check", args=[row.pk]),
            _("Xem và duyệt") if head else _("Xem danh sách"), row.code, row.round.closes_on,
        )  # fmt: skip
    return Todo(
        _("Hoàn tất và gửi danh sách %(round)s") % {"round": row.round.title},
        reverse("dossiers:submission", args=[row.pk]), _("Mở danh sách"), row.code, row.round.closes_on,
    )  # fmt: skip


def windows(acting: Acting, on: date) -> list[Todo]:
    """One act for each round open now for which the unit has no list."""
    rows = (
        Round.objects.filter(rounds_seen_by(acting), opens_on__lte=on, closes_on__gte=on)
        .exclude(
            pk__in=Submission.objects.filter(unit=acting.unit).exclude(state=SubmissionState.DROPPED).values("round")
        )
        .order_by("closes_on", "id")[:5]
    )
    return [
        Todo(
            _("Lập danh sách: %(round)s") % {"round": row.title}, reverse("dossiers:round", args=[row.pk]),
            _("Nhập danh sách"), _("Đợt đang nhận hồ sơ, đơn vị chưa có danh sách."), row.closes_on,
        )
        for row in rows
    ]  # fmt: skip
