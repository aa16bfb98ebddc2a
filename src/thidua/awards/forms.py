"""Shape of input on the pages of the law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from thidua.awards.actions import Source
from thidua.awards.rules import LawInvalid
from thidua.awards.rules.findings import Citation
from thidua.awards.rules.kinds import Form, Kind, form_of
from thidua.awards.rules.parameters import changed, parameters
from thidua.awards.rules.typed import read, written

Json = Any  # a JSON value
DAY = lazy("ngày/tháng/năm")
LONG = {"rows": 4}
HINTS = {
    Kind.SHARE: lazy("ghi như 80 % hoặc 80/100"), Kind.MONEY: lazy("đồng, ghi như 2.530.000"),
    Kind.COEFFICIENT: lazy("lần mức lương cơ sở, ghi như 1,5"), Kind.DAYS: lazy("số ngày"), Kind.HOURS: lazy("số giờ"), Kind.YEARS: lazy("số năm"),
    Kind.MONTHS: lazy("số tháng"), Kind.WHOLE: lazy("số nguyên"), Kind.TEXTS: lazy("mỗi dòng một mục"),
    Kind.FILING: lazy("mỗi dòng một đợt, ghi như Đợt 1; nộp hồ sơ: 30/03/2025"), Kind.DATE: DAY,
    Kind.TENURE: lazy("mỗi dòng một chức vụ, chỉ sửa số năm"),
}  # fmt: skip


def field_for(form: Form, label: str, shown: Json, *, required: bool) -> forms.Field:
    """The control for a value or a parameter; `shown` is what stands now, as `written` gives it (codes as a list)."""
    if form.kind is Kind.CODES:
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            label=label, choices=list(form.codes.items()), initial=shown, required=required, widget=widget
        )
    if form.kind is Kind.CODE:
        return forms.ChoiceField(label=label, choices=list(form.codes.items()), initial=shown, required=required)
    if form.kind is Kind.YES_NO:
        choices = [("yes", _("có")), ("no", _("không"))]
        return forms.ChoiceField(label=label, choices=choices, initial=shown, required=required)
    long = form.kind in (Kind.TEXTS, Kind.FILING, Kind.TENURE)
    area = forms.Textarea(attrs=LONG) if long else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label,
        initial=shown,
        required=required,
        widget=area,
        max_length=6000,
        help_text=HINTS.get(form.kind, ""),
    )


class SourceForm(forms.Form):
    """On which document an act rests, and why it is done."""

    document = forms.CharField(
        label=lazy("Văn bản"), max_length=200, help_text=lazy("số, ký hiệu, ví dụ NĐ 152/2025/NĐ-CP")
    )
    article = forms.CharField(label=lazy("Điều"), max_length=20, required=False)
    clause = forms.CharField(label=lazy("Khoản, điểm"), max_length=40, required=False)
    reason = forms.CharField(label=lazy("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        data: Any = None,
        *,
        citation: Citation | None = None,
        seen: int = 0,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        start: dict[str, Any] = citation.to_json() if citation else {}
        super().__init__(data, initial={**start, "seen": seen, **(initial or {})})

    def source(self) -> Source:
        """What was typed, as the actions take it."""
        data = self.cleaned_data
        return Source(
            data["document"], data["article"], data["clause"], data["reason"],
            checked=bool(data.get("checked", True)), seen=data["seen"] or 0,
        )  # fmt: skip


class SpanForm(SourceForm):
    """The same with the days from which and to which something is in force."""

    valid_from = forms.DateField(label=lazy("Áp dụng từ ngày"), help_text=DAY)
    valid_to = forms.DateField(
        label=lazy("Đến hết ngày"), required=False, help_text=lazy("để trống nếu chưa có ngày hết hiệu lực")
    )
    checked = forms.BooleanField(
        label=lazy("Đã đối chiếu với bản chính của văn bản"),
        required=False,
        help_text=lazy("chưa đánh dấu thì vẫn mang dấu “cần kiểm tra”"),
    )


class ValueParts(forms.Form):
    """A value typed as its key asks for."""

    def __init__(self, short: str, before: Json, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.short, self.before = short, before
        form = form_of(short)
        shown = before if form.kind is Kind.CODES else written(short, before)
        self.fields["value"] = field_for(form, _("Giá trị mới"), shown, required=False)
        self.order_fields(
            [
                "value",
                "unset",
                "valid_from",
                "valid_to",
                "document",
                "article",
                "clause",
                "checked",
                "reason",
                "note",
            ]
        )

    def clean(self) -> dict[str, Any]:
        """The value is of the kind its key asks for."""
        data: dict[str, Any] = super().clean() or {}
        typed = data.get("value")
        try:
            chosen, text = (typed, "") if isinstance(typed, list) else ([], typed or "")
            data["value"] = None if data.get("unset") else read(form_of(self.short), text, chosen, self.before)
        except LawInvalid as reason:
            self.add_error("value", str(reason))
        return data


class ValueForm(ValueParts, SpanForm):
    """Another value for a key, with its days and the document it rests on."""

    note = forms.CharField(label=lazy("Ghi chú"), max_length=300, required=False)
    unset = forms.BooleanField(label=lazy("Văn bản không quy định số này"), required=False)


class ConditionParts(forms.Form):
    """The parameters of a condition one by one, and the condition in words."""

    why = forms.CharField(label=lazy("Điều kiện, bằng lời"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, row: Mapping[str, Json], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.row = row
        self.fields["why"].initial = row.get("why", "")
        self.typed = [one for one in parameters(row) if not one.key]
        for one in self.typed:
            label = f"{one.group}: {one.label}" if one.group else one.label
            shown = one.value if one.form.kind is Kind.CODES else _written(one.form, one.value)
            self.fields[f"p.{one.path}"] = field_for(one.form, label, shown, required=True)
        names = [f"p.{one.path}" for one in self.typed]
        self.order_fields(
            [*names, "why", "valid_from", "valid_to", "document", "article", "clause", "checked", "reason"]
        )

    def clean(self) -> dict[str, Any]:
        """The parameters together make a condition again."""
        data: dict[str, Any] = super().clean() or {}
        given = {one.path: data[f"p.{one.path}"] for one in self.typed if f"p.{one.path}" in data}
        texts = {path: value for path, value in given.items() if isinstance(value, str)}
        chosen = {path: value for path, value in given.items() if isinstance(value, list)}
        try:
            data["row"] = {**changed(self.row, texts, chosen), "why": data.get("why", "")}
        except LawInvalid as reason:
            self.add_error(None, str(reason))
        return data


class ConditionForm(ConditionParts, SpanForm):
    """Another version of a condition, with its days and the document it rests on."""


def _written(form: Form, value: Json) -> str:
    if form.kind is Kind.YES_NO:
        return "yes" if value else "no"
    return "\n".join(value) if form.kind is Kind.TEXTS else str(value)


class EndForm(SourceForm):
    """The last day of receipt for which a condition is asked."""

    last_day = forms.DateField(label=lazy("Áp dụng đến hết ngày"), help_text=DAY)
    field_order = ("last_day",)


class RulesetForm(SpanForm):
    """Another rule set for dossiers received from a day on."""

    code = forms.CharField(label=lazy("Mã"), max_length=20, help_text=lazy("chữ hoa, chữ số, ví dụ ND200"))
    name = forms.CharField(label=lazy("Tên"), max_length=300, help_text=lazy("ví dụ Luật … và Nghị định …"))
    provisional = forms.BooleanField(label=lazy("Tạm tính: chưa có toàn văn"), required=False)
    note = forms.CharField(
        label=lazy("Điều khoản chuyển tiếp"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = (
        "code",
        "name",
        "valid_from",
        "valid_to",
        "provisional",
        "document",
        "article",
        "clause",
        "checked",
        "note",
        "reason",
    )
