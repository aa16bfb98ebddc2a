"""Shape of input."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.foundation.clock import today
from thidua.organisation.models import Unit, UnitKind
from thidua.organisation.queries import valid_on
from thidua.plans.models import Resolution, Task
from thidua.plans.reading.sources import Limits

MEGABYTE = 1_000_000
ENDINGS = ".docx,.pdf,.txt,.md"


def limits() -> dict[str, int]:
    """What a plan's file may be, for the page that asks for it: megabytes and pages."""
    known = Limits()
    return {"megabytes": known.sent // MEGABYTE, "pages": known.pages}


class UploadForm(forms.Form):
    """The file of a plan. Whether it can be read is judged by the reader, by content."""

    file = forms.FileField(
        label=_("Tệp kế hoạch"),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages={
            "required": _("Chưa chọn tệp. Hãy chọn tệp kế hoạch."),
            "max_length": _("Tên tệp quá dài. Hãy đặt tên ngắn hơn rồi nạp lại."),
        },
    )

    def clean_file(self) -> Any:
        """Not larger than is read: told before the file is taken into memory."""
        file = self.cleaned_data["file"]
        if file.size > Limits().sent:
            text = _(
                "Tệp lớn hơn mức cho phép (%(limit)s MB). Chưa lưu gì. Hãy tách phụ lục hoặc bỏ hình ảnh rồi nạp lại."
            )
            raise forms.ValidationError(text, params={"limit": limits()["megabytes"]})
        return file


class ResolveForm(forms.Form):
    """What a person decides about a flag. Whether the value is a day is judged by the action, which knows the flag."""

    resolution = forms.ChoiceField(choices=Resolution.choices)
    value = forms.CharField(required=False, max_length=2000)
    reason = forms.CharField(required=False, max_length=500)


class ReasonForm(forms.Form):
    """A reason that must be given."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        error_messages={"required": _("Chưa ghi lý do. Chưa ghi gì; hãy nhập lý do.")},
    )


class KeepAllForm(ReasonForm):
    """Keep as printed everything open of one kind."""

    kind = forms.CharField(max_length=20)


class CountingForm(forms.Form):
    """How "trước ngày X" counts."""

    before = forms.TypedChoiceField(
        label=_("“Trước ngày X” được hiểu là"),
        choices=[("gom", _("tính cả ngày X")), ("khong", _("phải xong trước ngày X"))],
        coerce=lambda text: text == "gom",
        widget=forms.RadioSelect,
    )


class ReportForm(forms.Form):
    """A milestone reported done."""

    on = forms.DateField(label=_("Xong ngày"), help_text=_("ngày/tháng/năm"), initial=today)
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("số văn bản, kết quả"),
    )  # fmt: skip
    evidence = forms.FileField(
        label=_("Tệp minh chứng"),
        required=False,
        max_length=200,
        help_text=_("PDF, Word, Excel hoặc ảnh, không bắt buộc"),
    )

    def clean_on(self) -> Any:
        """Not a day to come."""
        day = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError(_("Ngày này còn ở phía trước. Hãy nhập ngày đã xong."))
        return day


class UnitsForm(forms.Form):
    """The units that carry a task, chosen among those in force today and those chosen already."""

    units = forms.ModelMultipleChoiceField(
        label=_("Đơn vị thực hiện"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_force = valid_on(today()) & ~Q(kind=UnitKind.COLLECTIVE)
        chosen = Unit.objects.filter(tasks=task)
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Unit.objects.filter(in_force | Q(pk__in=chosen.values("pk"))).order_by(
            "kind", "name_fold", "id"
        )
        if not self.is_bound:
            self.initial["units"] = list(chosen.values_list("pk", flat=True))

    def by_kind(self) -> list[tuple[str, list[tuple[int, str, bool]]]]:
        """The units under their kinds, each with whether it is chosen, for the page."""
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        picked = {str(key) for key in (self["units"].value() or [])}
        kinds: dict[str, list[tuple[int, str, bool]]] = {}
        for unit in field.queryset or ():
            kinds.setdefault(unit.get_kind_display(), []).append((unit.pk, unit.name, str(unit.pk) in picked))
        return list(kinds.items())
