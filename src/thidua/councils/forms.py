"""Shape of input of the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.councils.papers import MinutesFacts
from thidua.foundation.clock import HANOI


class SessionForm(forms.Form):
    """A session as planned."""

    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    number = forms.IntegerField(label=_("Phiên thứ"), min_value=1, max_value=99)
    title = forms.CharField(label=_("Tên phiên"), max_length=300)
    held_on = forms.DateField(label=_("Ngày họp"), required=False, help_text=_("ngày/tháng/năm"))
    place = forms.CharField(label=_("Nơi họp"), max_length=200, required=False)
    programme_ref = forms.CharField(label=_("Dòng trong chương trình công tác"), max_length=60, required=False)


class MinutesForm(forms.Form):
    """What the secretary adds to what the session itself knows."""

    number = forms.CharField(label=_("Số biên bản"), max_length=20, required=False, help_text=_("chỉ số, như 03"))
    started_at = forms.TimeField(label=_("Bắt đầu lúc"), help_text=_("giờ:phút"))
    ended_at = forms.TimeField(label=_("Kết thúc lúc"), help_text=_("giờ:phút"))
    venue = forms.CharField(label=_("Tại"), max_length=200)
    chair = forms.CharField(label=_("Chủ trì"), max_length=200, help_text=_("họ tên, chức vụ"))
    secretary = forms.CharField(label=_("Thư ký"), max_length=200, help_text=_("họ tên, chức vụ"))
    tellers = forms.CharField(
        label=_("Ban kiểm phiếu"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("mỗi dòng một người: họ tên, chức vụ"),
    )
    proceedings = forms.CharField(label=_("Diễn biến"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    conclusions = forms.CharField(label=_("Kết luận"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_number(self) -> str:
        """The number alone: "03/BB-HĐ" is typed as often as "03"."""
        return str(self.cleaned_data["number"]).partition("/")[0].strip()

    def facts(self, day: Any) -> MinutesFacts:
        """The facts for the minutes; moments on the day of the session, Asia/Ho_Chi_Minh."""
        data = self.cleaned_data
        return MinutesFacts(
            number=data["number"],
            started_at=datetime.combine(day, data["started_at"], HANOI),
            ended_at=datetime.combine(day, data["ended_at"], HANOI),
            venue=data["venue"],
            chair=person(data["chair"]),
            secretary=person(data["secretary"]),
            tellers=[person(line) for line in lines(data["tellers"])],
            proceedings=lines(data["proceedings"]),
            conclusions=lines(data["conclusions"]),
        )


def lines(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def person(line: str) -> tuple[str, str]:
    """`họ tên, chức vụ` as a pair."""
    name, _comma, post = line.partition(",")
    return name.strip(), post.strip()
