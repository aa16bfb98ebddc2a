"""Home of the standing office: intake and appraisal, its head, the clerk."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.decisions.flow import DecisionState
from thidua.decisions.models import Decision
from thidua.desk.home.plan import drafts_to_review, extension_todos, office_first, todos_of
from thidua.desk.home.shapes import Counter, Home, Todo, capped, shown
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, PublicComment, Round, Triage
from thidua.dossiers.queries.queue import WAITING
from thidua.dossiers.routes import CITY_ROUTES
from thidua.organisation.acting import Acting
from thidua.plans.models import Milestone

OLDEST = 200


def appraiser_home(acting: Acting, *, on: date) -> Home:
    """Lists to receive, dossiers to conclude, mine first."""
    queue = reverse("dossiers:queue")
    mine = Dossier.objects.filter(holder=acting.user, state=DossierState.APPRAISING)
    by_round = (
        mine.values("round_id", "round__title", "round__session__held_on")
        .annotate(n=Count("id"))
        .order_by("round__session__held_on")[:5]
    )
    todos = [
        *extension_todos(acting),
        *(
            Todo(
                _("Kết luận thẩm định %(n)s hồ sơ") % {"n": row["n"]},
                f"{queue}?dot={row['round_id']}&trang-thai={DossierState.APPRAISING.value}&cua-toi=1",
                _("Mở hồ sơ đầu tiên"), row["round__title"], row["round__session__held_on"],
            )
            for row in by_round
        ),
        *comments_to_sort(),
        *waiting_lists(),
    ]  # fmt: skip
    return Home(todos, dossier_counters(acting))


def comments_to_sort() -> list[Todo]:
    """One act for each published list with comments of the public that nobody sorted yet."""
    unsorted = PublicComment.objects.filter(triage=Triage.NEW)
    rows = unsorted.values("consultation_id", "consultation__title", "consultation__ends_on").annotate(n=Count("id"))
    return [
        Todo(
            _("Phân loại %(n)s ý kiến của Nhân dân") % {"n": row["n"]}, reverse("dossiers:consultation", args=[row["consultation_id"]]),
            _("Mở danh sách"), row["consultation__title"], row["consultation__ends_on"],
        )
        for row in rows.order_by("consultation__ends_on", "consultation_id")[:3]
    ]  # fmt: skip


def waiting_lists() -> list[Todo]:
    """Lists with dossiers to receive, first come first served. Bounded: looks only at the oldest that wait."""
    waits = Q(state=DossierState.SUBMITTED)
    oldest = Dossier.objects.filter(waits).order_by("id").values_list("submission_id", flat=True)[:OLDEST]
    lists = list(dict.fromkeys(oldest))[:5]
    # The state is counted, not filtered: a planner would walk everything that waits instead of these lists.
    counted = (
        Dossier.objects.filter(submission__in=lists)
        .values("submission_id", "unit__name")
        .annotate(n=Count("id", filter=waits), answered=Count("id", filter=waits & Q(returns__gt=0)))
    )
    queue = reverse("dossiers:queue")
    return [
        Todo(
            (_("Xem phần đã bổ sung của %(unit)s") if row["answered"] else _("Tiếp nhận hồ sơ của %(unit)s")) % {"unit": row["unit__name"]},
            f"{queue}?danh-sach={row['submission_id']}&trang-thai={DossierState.SUBMITTED.value}",
            _("Mở %(n)s hồ sơ") % {"n": row["n"]},
        )
        for row in sorted(counted, key=lambda row: lists.index(row["submission_id"]))
    ]  # fmt: skip


def dossier_counters(acting: Acting) -> list[Counter]:
    """How many dossiers stand where, as links."""
    listing, queue = reverse("dossiers:list"), reverse("dossiers:queue")
    mine = capped(Dossier.objects.filter(holder=acting.user, state=DossierState.APPRAISING))
    return [
        Counter(
            capped(Dossier.objects.filter(state=state)),
            label,
            f"{queue if state in WAITING else listing}?trang-thai={state.value}",
            side,
        )
        for state, label, side in (
            (DossierState.SUBMITTED, _("chờ tiếp nhận"), ""),
            (DossierState.APPRAISING, _("đang thẩm định"), _("%(n)s của tôi") % {"n": shown(mine)}),
            (DossierState.CONCLUDED, _("chờ lãnh đạo Ban duyệt"), ""),
            (DossierState.RETURNED, _("bị trả lại, chờ bổ sung"), ""),
            (DossierState.APPRAISED, _("đủ điều kiện trình Hội đồng"), ""),
            (DossierState.PASSED, _("Hội đồng đã thông qua"), ""),
        )
    ]


def head_home(acting: Acting, *, on: date) -> Home:
    """Plans to review, decisions to draft, milestones of the city."""
    todos = [*extension_todos(acting), *drafts_to_review(acting)]
    concluded = Dossier.objects.filter(state=DossierState.CONCLUDED)
    sheets = capped(concluded)
    if sheets:
        nearest = concluded.filter(due_on__isnull=False).order_by("due_on").values_list("due_on", flat=True).first()
        todos.append(
            Todo(
                _("Duyệt %(n)s phiếu thẩm định") % {"n": shown(sheets)},
                f"{reverse('dossiers:queue')}?trang-thai={DossierState.CONCLUDED.value}",
                _("Xem và duyệt"),
                "",
                nearest,
            )
        )
    passed = (
        Dossier.objects.filter(state=DossierState.PASSED, round__route__in=CITY_ROUTES, decision_lines=None)
        .values("round__session_id", "round__title")
        .annotate(n=Count("id"))[:3]
    )
    todos += [
        Todo(
            _("Lập dự thảo quyết định cho %(n)s hồ sơ") % {"n": row["n"]},
            reverse("decisions:list"),
            _("Lập dự thảo"),
            row["round__title"],
        )
        for row in passed
    ]
    todos += [
        Todo(
            _("Đợt sắp hết hạn nhận: %(round)s") % {"round": row.title},
            reverse("dossiers:round", args=[row.pk]),
            _("Xem đơn vị chưa gửi"),
            "",
            row.closes_on,
        )
        for row in Round.objects.filter(opens_on__lte=on, closes_on__gte=on).order_by("closes_on")[:2]
    ]
    todos += todos_of(office_first(Milestone.objects.filter(task__isnull=False), acting.unit)[:4])
    return Home(todos, dossier_counters(acting))


def clerk_home(acting: Acting, *, on: date) -> Home:
    """Draft decisions waiting for their number."""
    drafts = Decision.objects.filter(state=DecisionState.DRAFT).annotate(n=Count("lines")).order_by("drafted_at")[:5]
    todos = [
        Todo(
            _("Ban hành: %(title)s") % {"title": row.title},
            reverse("decisions:detail", args=[row.pk]),
            _("Mở dự thảo"),
            _("%(n)s người, tập thể") % {"n": row.n},
        )
        for row in drafts
    ]
    listing = reverse("decisions:list")
    return Home(
        todos,
        [
            Counter(
                Decision.objects.filter(state=DecisionState.DRAFT).count(),
                _("dự thảo chờ ban hành"),
                f"{listing}?trang-thai=draft",
            ),
            Counter(
                Decision.objects.filter(state=DecisionState.ISSUED, issued_on__year=on.year).count(),
                _("đã ban hành trong năm"),
                f"{listing}?trang-thai=issued&nam={on.year}",
            ),
        ],
    )
