"""Shape of input."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.organisation.models import CalendarDay


class CalendarDayForm(forms.Form):
    """One announced day off or make-up day of the given year."""

    day = forms.DateField(label=_("Ngày"), help_text=_("ngày/tháng/năm"))
    kind = forms.ChoiceField(label=_("Loại"), choices=CalendarDay.Kind.choices)
    name = forms.CharField(label=_("Tên"), max_length=120)
    source = forms.CharField(label=_("Căn cứ"), max_length=200, required=False, help_text=_("số thông báo, ngày"))

    def __init__(self, year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_day(self) -> Any:
        """The day lies in the year being kept."""
        day = self.cleaned_data["day"]
        if day.year != self.year:
            raise forms.ValidationError(_("Ngày này không thuộc năm %(year)s."), params={"year": self.year})
        return day
