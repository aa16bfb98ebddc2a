"""Shape of input."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from thidua.organisation.models import Unit
from thidua.organisation.queries import unit_by_name
from thidua.register.models import HonourStatus, Level, RecipientKind, SuspectedSame
from thidua.register.reading.awardnames import AwardNames

FIRST_YEAR, LAST_YEAR = 1945, 2100


class SearchForm(forms.Form):
    """The filters of a search, as an address carries them."""

    dh = forms.ChoiceField(label=_("Danh hiệu, hình thức"), required=False)
    cap = forms.ChoiceField(label=_("Cấp"), required=False, choices=[("", _("Tất cả")), *Level.choices])
    nam = forms.IntegerField(label=_("Thành tích đến năm"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    dv = forms.CharField(label=_("Đơn vị"), required=False, max_length=200, help_text=_("tên nay hoặc tên cũ"))
    loai = forms.ChoiceField(label=_("Loại"), required=False, choices=[("", _("Tất cả")), *RecipientKind.choices])
    hl = forms.ChoiceField(label=_("Hiệu lực"), required=False, choices=[("", _("Tất cả")), *HonourStatus.choices])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        titles = sorted(AwardNames.standard().titles.items(), key=lambda row: row[1])
        award = self.fields["dh"]
        assert isinstance(award, forms.ChoiceField)
        award.choices = [("", _("Tất cả")), *titles]


class BasisForm(forms.Form):
    """The decision a change rests on, and why."""

    number = forms.CharField(label=_("Số văn bản"), max_length=80, help_text=_("ví dụ 12/QĐ-UBND"))
    day = forms.DateField(label=_("Ngày văn bản"), help_text=_("ngày/tháng/năm"))
    reason = forms.CharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class CorrectForm(BasisForm):
    """What the printed texts should read."""

    recipient_name = forms.CharField(label=_("Tên đúng"), max_length=200, required=False)
    unit_name = forms.CharField(label=_("Đơn vị đúng"), max_length=200, required=False)
    position = forms.CharField(label=_("Chức vụ đúng"), max_length=200, required=False)
    award_name = forms.CharField(label=_("Tên danh hiệu, hình thức đúng"), max_length=200, required=False)
    field_order = ("recipient_name", "unit_name", "position", "award_name", "number", "day", "reason")


class ReissueForm(BasisForm):
    """The number of the new certificate."""

    certificate_number = forms.CharField(label=_("Số bằng cấp lại"), max_length=40)
    field_order = ("certificate_number", "number", "day", "reason")


class DescribeForm(forms.Form):
    """Nationality and day of death of a recipient, and what says so."""

    nationality = forms.CharField(
        label=_("Quốc tịch"),
        max_length=2,
        required=False,
        help_text=_("hai chữ cái mã nước, Việt Nam là VN; để trống khi chưa rõ"),
    )
    deceased_on = forms.DateField(
        label=_("Ngày mất"), required=False, help_text=_("ngày/tháng/năm; để trống khi còn sống hoặc chưa rõ")
    )
    reason = forms.CharField(label=_("Căn cứ"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_nationality(self) -> str:
        """Two letters."""
        code = str(self.cleaned_data["nationality"]).strip().upper()
        if code and not (code.isascii() and code.isalpha() and len(code) == 2):
            raise forms.ValidationError(_("Mã nước gồm hai chữ cái, ví dụ VN, LA, JP."))
        return code


class HandOverForm(forms.Form):
    """When, where and by whom certificates were handed over."""

    on = forms.DateField(label=_("Ngày trao"), help_text=_("ngày/tháng/năm"))
    place = forms.CharField(label=_("Nơi trao"), max_length=200)
    who = forms.CharField(label=_("Người trao"), max_length=200)
    together = forms.BooleanField(label=_("Trao cùng lúc cả quyết định"), required=False)


class RulingForm(forms.Form):
    """What is decided about a suspected pair; `seen` is the verdict the page showed."""

    verdict = forms.ChoiceField(choices=SuspectedSame.Verdict.choices)
    seen = forms.ChoiceField(choices=SuspectedSame.Verdict.choices)
    reason = forms.CharField(label=_("Lý do"), max_length=1000)


class LedgerForm(forms.Form):
    """An old ledger as a file, and whose it is."""

    file = forms.FileField(
        label=_("Tệp sổ cũ"), help_text=_("Excel, CSV, Word hoặc PDF có lớp chữ"), max_length=200,
        error_messages={
            "required": _("Chưa chọn tệp."),
            "empty": _("Tệp rỗng, không có nội dung. Đề nghị chọn lại tệp."),
            "max_length": _("Tên tệp quá dài. Đề nghị đặt tên ngắn hơn."),
        },
    )  # fmt: skip
    unit = forms.CharField(
        label=_("Sổ của đơn vị"),
        required=False,
        max_length=200,
        help_text=_("tên nay hoặc tên cũ; để trống nếu là sổ của Ban"),
    )

    def clean_file(self) -> Any:
        """Not larger than the limit of uploads."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT_BYTES:
            limit = settings.UPLOAD_LIMIT_BYTES // 1024 // 1024
            raise forms.ValidationError(_("Tệp lớn hơn %(limit)s MB. Hãy chia sổ theo năm."), params={"limit": limit})
        return file

    def clean_unit(self) -> Unit | None:
        """The unit of that name."""
        name = self.cleaned_data["unit"].strip()
        found = unit_by_name(name) if name else None
        if name and found is None:
            raise forms.ValidationError(_("Danh mục không có đúng một đơn vị tên này. Hãy ghi đủ tên."))
        return found
