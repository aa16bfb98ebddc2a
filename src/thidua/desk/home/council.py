"""Home of the council's secretary, tellers and members."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.councils.flow import SessionState
from thidua.councils.models import Session
from thidua.councils.policies import sessions_seen_by
from thidua.desk.home.shapes import Counter, Home, Todo, capped
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier
from thidua.organisation.acting import Acting


def secretary_home(acting: Acting, *, on: date) -> Home:
    """Dossiers to put on an agenda, ballots to type, minutes to write."""
    ready = (
        Dossier.objects.filter(state=DossierState.APPRAISED, round__session__isnull=False)
        .values("round__session_id", "round__session__title", "round__session__held_on")
        .annotate(n=Count("id"))
        .order_by("round__session__held_on")[:5]
    )
    todos = [
        Todo(
            _("Đưa %(n)s hồ sơ vào chương trình phiên") % {"n": row["n"]},
            reverse("dossiers:agenda", args=[row["round__session_id"]]), _("Chọn hồ sơ"),
            row["round__session__title"], row["round__session__held_on"],
        )
        for row in ready
    ]  # fmt: skip
    return Home([*session_todos(acting), *todos], [session_counter(acting), *dossier_counters()])


def teller_home(acting: Acting, *, on: date) -> Home:
    """Ballots to type."""
    return Home(session_todos(acting), [session_counter(acting)])


def member_home(acting: Acting, *, on: date) -> Home:
    """The sessions a member is called to: to be read, not worked on."""
    rows = Session.objects.filter(sessions_seen_by(acting), state=SessionState.PLANNED).order_by("held_on", "id")[:5]
    todos = [
        Todo(
            _("Xem chương trình: %(title)s") % {"title": row.title},
            reverse("councils:session", args=[row.pk]),
            _("Mở phiên"),
            "",
            row.held_on,
        )
        for row in rows
    ]
    return Home(todos, [session_counter(acting)])


def session_todos(acting: Acting) -> list[Todo]:
    """What the open sessions wait for."""
    acts = {
        SessionState.PLANNED: (_("Chuẩn bị phiên: %(title)s"), _("Mở phiên")),
        SessionState.BALLOTING: (_("Nhập phiếu giấy: %(title)s"), _("Nhập kết quả đếm")),
        SessionState.COUNTED: (_("Lập biên bản: %(title)s"), _("Lập biên bản")),
    }
    order = [SessionState.BALLOTING, SessionState.COUNTED, SessionState.PLANNED]
    rows = sorted(
        Session.objects.filter(sessions_seen_by(acting), state__in=acts).order_by("held_on", "id")[:20],
        key=lambda row: order.index(SessionState(row.state)),
    )
    return [
        Todo(
            acts[SessionState(row.state)][0] % {"title": row.title}, reverse("councils:session", args=[row.pk]),
            acts[SessionState(row.state)][1], "", row.held_on,
        )
        for row in rows[:5]
    ]  # fmt: skip


def session_counter(acting: Acting) -> Counter:
    """Sessions still open, as a link."""
    rows = Session.objects.filter(sessions_seen_by(acting)).exclude(state=SessionState.CLOSED)
    return Counter(rows.count(), _("phiên chưa ký biên bản"), reverse("councils:list"))


def dossier_counters() -> list[Counter]:
    """Dossiers before the council, as links."""
    return [
        Counter(
            capped(Dossier.objects.filter(state=state)), label, f"{reverse('dossiers:list')}?trang-thai={state.value}"
        )
        for state, label in (
            (DossierState.APPRAISED, _("hồ sơ đủ điều kiện trình Hội đồng")),
            (DossierState.ON_AGENDA, _("hồ sơ đã trình Hội đồng")),
        )
    ]  # fmt: skip
