"""Shape of input on the leader's board: between which days it looks for who carries several tasks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class WindowForm(forms.Form):
    """Two days, both included; empty: the days the board proposes."""

    tu = forms.DateField(label=gettext_lazy("Từ ngày"), required=False)
    den = forms.DateField(label=gettext_lazy("Đến ngày"), required=False)

    def clean(self) -> dict[str, Any]:
        """Both days or none, in order."""
        data = super().clean() or {}
        start, end = data.get("tu"), data.get("den")
        if not self.errors and bool(start) != bool(end):
            raise forms.ValidationError(_("Hãy chọn cả hai ngày."))
        if start and end and end < start:
            raise forms.ValidationError(_("Ngày cuối đứng trước ngày đầu."))
        return data

    def window(self) -> tuple[date, date] | None:
        """The two days, when both were typed and hold."""
        if not self.is_bound or not self.is_valid() or not self.cleaned_data["tu"]:
            return None
        return self.cleaned_data["tu"], self.cleaned_data["den"]
