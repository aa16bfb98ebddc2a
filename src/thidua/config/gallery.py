"""The page that shows every component in every state, for authors of pages and for reviews of the look.

All people, units, numbers and dates on it are invented. It reads nothing from the database and writes
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

FIRST_DAY = date(2025, 5, 20)
WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
YEARS = range(2014, 2030)


@dataclass(frozen=True)
class Place:
    """A link of the left column, as the frame of a page expects it."""

    code: str
    label: str
    icon: str
    count: int = 0
    hot: bool = False
    current: bool = False
    url: str = "#"


@dataclass(frozen=True)
class Frame:
    """The part of the frame that the demonstration fills."""

    places: list[list[Place]]
    person_name: str = "Trần Thị Thu Hằng"
    duty_label: str = "Chuyên viên thẩm định · Ban TĐKT Thành phố"
    notice_count: int = 5
    city_name: str = "Thành phố Hà Nội"
    duties: list[tuple[str, str, bool]] = field(default_factory=list)


class SampleForm(forms.Form):
    """A form with each kind of field, one of them in error."""

    full_name = forms.CharField(label="Họ và tên")
    identity = forms.CharField(label="Số CCCD", help_text="12 chữ số")
    born = forms.DateField(label="Ngày sinh", required=False)
    unit = forms.CharField(label="Đơn vị công tác", disabled=True, required=False)
    award = forms.ChoiceField(
        label="Danh hiệu", choices=[("cstd", "Chiến sĩ thi đua cơ sở"), ("ldtt", "Lao động tiên tiến")]
    )
    reason = forms.CharField(label="Thành tích", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    opinion = forms.ChoiceField(
        label="Ý kiến", choices=[("y", "Đồng ý"), ("n", "Không đồng ý")], widget=forms.RadioSelect
    )
    paper = forms.FileField(label="Báo cáo thành tích", required=False)
    sure = forms.BooleanField(label="Đã đối chiếu với bản giấy")

    def clean_identity(self) -> str:
        """Refuse a number that is too short, in the words of the house."""
        number = str(self.cleaned_data["identity"])
        if missing := 12 - len(number):
            raise forms.ValidationError(f"Mới có {len(number)} chữ số. Số đã nhập được giữ; hãy thêm {missing} chữ số.")
        return number


def _sample_form() -> SampleForm:
    typed = {"full_name": "Vương Thị Thanh Tú", "identity": "00119609421", "award": "ldtt", "opinion": "y"}
    return SampleForm({**typed, "sure": "on"}, initial={"unit": "Phường Ô Chợ Dừa"})


def _frame() -> Frame:
    groups = [
        [
            Place("desk", "Bàn việc", "clipboard-list", 5, hot=True),
            Place("plans", "Kế hoạch", "calendar-range", 45),
        ],
        [
            Place("dossiers", "Hồ sơ", "folder-open", 97),
            Place("councils", "Hội đồng", "users", 1),
            Place("decisions", "Quyết định", "stamp", 14),
            Place("register", "Sổ khen thưởng", "book-marked"),
        ],
        [
            Place("movements", "Phong trào", "flag", 16),
            Place("clusters", "Cụm, khối", "boxes", 22),
            Place("initiatives", "Sáng kiến", "lightbulb", 38),
            Place("exemplars", "Điển hình", "sprout", 63),
            Place("events", "Sự kiện", "calendar-days", 4),
        ],
        [
            Place("oversight", "Kiểm tra, đơn thư", "search-check", 3),
            Place("insight", "Báo cáo", "chart-column"),
            Place("catalogue", "Danh mục", "tags", current=True),
        ],
    ]
    return Frame(places=groups)


def _days() -> list[dict[str, Any]]:
    days = [FIRST_DAY + timedelta(days=n) for n in range(30)]
    return [
        {
            "label": WEEKDAYS[day.weekday()],
            "day": day.day,
            "month": day.month,
            "first": day.day == 1 or day == FIRST_DAY,
            "off": day.weekday() > 4,
            "today": day == FIRST_DAY,
        }
        for day in days
    ]


def _events() -> list[dict[str, Any]]:
    rows = [
        (2, 8, 2, "late", "21/05", "Hiệp y Thuế, BHXH hết hạn"),
        (4, 7, 1, "wait", "23/05", "NTVT tháng 5, chốt danh sách"),
        (11, 7, 1, "late", "30/05", "Khen khối doanh nghiệp"),
        (11, 6, 3, "info", "30/05", "BTC Đại hội họp lần 2"),
        (14, 7, 2, "warn", "02/06", "Ngày cuối mở lấy ý kiến"),
        (17, 6, 3, "late", "05/06", "Sách tập 31 ra mắt"),
        (21, 8, 1, "info", "09/06", "Gửi tài liệu cho 29 ủy viên"),
        (23, 7, 2, "gold", "11/06", "Trao giải Cuộc thi viết"),
        (23, 6, 3, "main", "16/06", "Phiên 2 của Hội đồng"),
    ]
    names = ("start", "span", "lane", "kind", "date", "label")
    return [dict(zip(names, row, strict=True), url="#") for row in rows]


def _cells(**kinds: Any) -> list[dict[str, str] | None]:
    """Return one cell per year; keyword y2025=("gold", "đợt 1/2025") or y2025="held"; | breaks a line."""
    cells: list[dict[str, str] | None] = []
    for year in YEARS:
        value = kinds.get(f"y{year}")
        kind, text = value if isinstance(value, tuple) else (value, "")
        first, _sep, second = text.partition("|")
        cells.append({"kind": kind, "text": first, "sub": second} if kind else None)
    return cells


def _column(year: int) -> int:
    return year - YEARS.start


def _lanes() -> list[dict[str, Any]]:
    good, best = ("text", "Tốt"), ("strong", "Xuất sắc")
    marks = {f"y{year}": best if year in (2018, 2019, 2022, 2023, 2024, 2025) else good for year in range(2014, 2026)}
    marks["y2021"] = ("late", "Hoàn|thành")
    held = {f"y{year}": "held" for year in range(2014, 2026) if year != 2021}
    used = {f"y{year}": "used" for year in (2018, 2019, 2022, 2023, 2024)}
    return [
        {"label": "Xếp loại hằng năm", "cells": _cells(**marks)},
        {
            "label": "Lao động tiên tiến",
            "cells": _cells(**held),
            "spans": [{"start": _column(2021), "count": 1, "kind": "broken"}],
        },
        {
            "label": "Sáng kiến",
            "cells": _cells(y2019=("text", "cơ sở"), y2022=("text", "cơ sở"), y2025=("text", "Thành phố")),
        },
        {
            "label": "CSTĐ cơ sở",
            "cells": _cells(**used, y2025="gold", y2026="open", y2027="open"),
            "spans": [
                {"start": _column(2018), "count": 2, "kind": "used"},
                {"start": _column(2020), "count": 2, "kind": "broken"},
                {"start": _column(2022), "count": 3, "kind": "used"},
                {"start": _column(2025), "count": 1, "kind": "usable"},
            ],
            "links": [
                {"start": _column(2019), "end": _column(2020), "down": 2},
                {"start": _column(2024), "end": _column(2025), "down": 1},
            ],
        },
        {
            "label": "CSTĐ Thành phố",
            "cells": _cells(y2025=("gold", "đợt 1/2025"), y2028=("next", "sớm nhất")),
        },
        {
            "label": "Bằng khen",
            "cells": _cells(y2020=("gold", "Chủ tịch UBND Thành phố"), y2027=("next", "Thủ tướng")),
        },
        {"label": "CSTĐ toàn quốc", "cells": _cells(y2029="next")},
    ]


def _years() -> list[dict[str, Any]]:
    return [{"year": y, "kind": "now" if y == 2026 else "future" if y > 2026 else ""} for y in YEARS]


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; GET only matters, nothing is kept."""
    context = {
        "frame": _frame(),
        "form": _sample_form(),
        "states": [
            ("ok", _("Đủ điều kiện")),
            ("warn", _("Nguy cơ")),
            ("late", _("Quá hạn 4 ngày")),
            ("no", _("Không đạt")),
            ("ask", _("Chưa rõ")),
            ("info", _("Đang thẩm định")),
            ("wait", _("Chưa đến")),
            ("now", _("Đang làm")),
            ("sealed", _("Phiếu kín")),
            ("gold", _("Bằng khen")),
        ],
        "days": _days(),
        "events": _events(),
        "years": _years(),
        "lanes": _lanes(),
    }
    return render(request, "gallery.html", context)
