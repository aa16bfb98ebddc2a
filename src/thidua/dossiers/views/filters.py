"""Filters of lists of dossiers: read from the address, shown as pills that can be taken away."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from thidua.accounts.models import User
from thidua.awards.queries import award_name
from thidua.dossiers.flow import FACES, VERDICTS, DossierState
from thidua.dossiers.models import Round
from thidua.dossiers.queries import Filters
from thidua.foundation.clock import today
from thidua.foundation.numbers import whole_number
from thidua.foundation.words import mark
from thidua.organisation.models import Unit

DUE = {"qua-han": mark("Đã quá hạn"), "sap-han": mark("Đến hạn trong 3 ngày tới")}
NOBODY = 0
"""The officer's number that means: nobody has taken it."""


def filters_of(get: QueryDict) -> Filters:
    """The filters in a page's address. What is not understood is left out."""
    state, due = get.get("trang-thai", ""), get.get("han", "")
    return Filters(
        text=get.get("q", "")[:100], state=state if state in set(DossierState) else "", round=whole_number(get.get("dot")),
        unit=whole_number(get.get("don-vi")), submission=whole_number(get.get("danh-sach")), award=get.get("danh-hieu", "")[:24],
        verdict=get.get("xet", "") if get.get("xet", "") in VERDICTS else "", mine=get.get("cua-toi") == "1",
        officer=whole_number(get.get("can-bo")), due=due if due in DUE else "", held=get.get("tam-dung") == "1", day=today(),
    )  # fmt: skip


def pills(filters: Filters) -> list[tuple[str, str, str]]:
    """Name, value and address without it, for each filter in use."""
    shown = [
        ("q", _("Tìm"), filters.text),
        ("trang-thai", _("Trạng thái"), _(FACES[DossierState(filters.state)].label) if filters.state else ""),
        ("dot", _("Đợt"), _title(filters.round)),
        ("don-vi", _("Đơn vị"), _unit(filters.unit)),
        ("danh-sach", _("Danh sách"), f"DS-{filters.submission:05d}" if filters.submission else ""),
        ("danh-hieu", _("Danh hiệu"), award_name(filters.award, filters.day or today()) if filters.award else ""),
        ("xet", _("Xét theo quy định"), _(VERDICTS[filters.verdict].label) if filters.verdict else ""),
        ("cua-toi", _("Người xử lý"), _("tôi") if filters.mine else ""),
        ("can-bo", _("Người xử lý"), "" if filters.mine else _officer(filters.officer)),
        ("han", _("Hạn"), _(DUE[filters.due]) if filters.due else ""),
        ("tam-dung", _("Tạm dừng"), _("có") if filters.held else ""),
    ]
    return [(name, value, filters.query(**{key: ""})) for key, name, value in shown if value]


def _title(pk: int | None) -> str:
    return Round.objects.filter(pk=pk).values_list("title", flat=True).first() or "" if pk else ""


def _unit(pk: int | None) -> str:
    return Unit.objects.filter(pk=pk).values_list("name", flat=True).first() or "" if pk else ""


def _officer(pk: int | None) -> str:
    if pk == NOBODY:
        return _("chưa ai nhận")
    return User.objects.filter(pk=pk).values_list("full_name", flat=True).first() or "" if pk else ""
