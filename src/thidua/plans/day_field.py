"""A field for a day that says which day stands in no calendar, and what was done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from thidua.foundation.dates import ImpossibleDate, read_date


class DayField(forms.DateField):
    """A day as typed; refused in a sentence that names what was typed."""

    def to_python(self, value: Any) -> date | None:
        """The day; ValidationError for one that stands in no calendar (31/02) or is none."""
        try:
            return super().to_python(value)
        except ValidationError as wrong:
            text = str(value).strip()[:40]
            said = _("“%(text)s” không phải ngày. Chưa ghi gì; hãy nhập ngày/tháng/năm, ví dụ 16/06/2025.")
            if _is_impossible(text):
                said = _("Ngày %(text)s không có trong lịch. Chưa ghi gì; hãy nhập lại.")
            raise ValidationError(said % {"text": text}, code="invalid") from wrong


def _is_impossible(text: str) -> bool:
    try:
        read_date(text)
    except ImpossibleDate:
        return True
    return False
