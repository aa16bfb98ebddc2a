"""Shape of input of the room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DraftForm(forms.Form):
    """Title and signer of a draft."""

    title = forms.CharField(label=_("Trích yếu"), max_length=300)
    signer_name = forms.CharField(label=_("Người ký"), max_length=120)
    signer_position = forms.CharField(
        label=_("Thẩm quyền, chức vụ người ký"),
        max_length=120,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("mỗi dòng in một dòng"),
    )


class IssueForm(forms.Form):
    """The day of issue."""

    issued_on = forms.DateField(label=_("Ngày ban hành"), help_text=_("ngày/tháng/năm"))


class PrintForm(forms.Form):
    """How certificates are printed."""

    mode = forms.ChoiceField(
        label=_("In trên"),
        choices=(("full", _("giấy trắng, in cả khung")), ("blank", _("phôi có sẵn, chỉ in phần còn trống"))),
    )
    right = forms.FloatField(label=_("Dịch sang phải, mm"), initial=0, min_value=-30, max_value=30, required=False)
    down = forms.FloatField(label=_("Dịch xuống, mm"), initial=0, min_value=-30, max_value=30, required=False)
