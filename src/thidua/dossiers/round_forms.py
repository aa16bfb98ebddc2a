"""Shape of input on rounds beside the round itself: from whom, late lists, letters to the level above."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from thidua.clusters.models import Cluster
from thidua.clusters.queries import clusters_on
from thidua.dossiers.forms import RoundForm
from thidua.dossiers.models import Round
from thidua.dossiers.policies import in_scope
from thidua.dossiers.routes import RouteCode, Senders, route_of
from thidua.dossiers.voting import votes_on
from thidua.organisation.models import Unit, UnitKind
from thidua.organisation.queries import unit_by_name, valid_on

DAY = _("ngày/tháng/năm")
SORTS = [
    (kind.value, kind.label)
    for kind in UnitKind
    if kind not in (UnitKind.CITY, UnitKind.STANDING_OFFICE, UnitKind.COLLECTIVE)
]


def routes(on: date) -> list[tuple[str, str]]:
    """The routes with what each means by the rules of a day."""
    return [
        (code.value, f"{_(route_of(code).label)}: {vote_words(votes_on(code, on))}, {_(route_of(code).hint)}")
        for code in RouteCode
    ]


def vote_words(votes: bool) -> str:
    """Whether the council votes, in words."""
    return str(_("Hội đồng bỏ phiếu") if votes else _("không bỏ phiếu"))


def names_in(text: str) -> list[str]:
    """The names typed one a line or with semicolons."""
    return [name.strip() for name in text.replace(";", "\n").splitlines() if name.strip()]


def units_named(names: list[str]) -> list[Unit]:
    """The units of these names, former ones and aliases too. Raises ValidationError naming those that are not known."""
    found = {name: unit_by_name(name) for name in names}
    unknown = [name for name, unit in found.items() if unit is None]
    if unknown:
        raise forms.ValidationError(
            _("Không có đơn vị nào, hoặc có nhiều đơn vị tên: %(names)s."),
            params={"names": "; ".join(unknown)},
        )
    return [unit for unit in found.values() if unit]


class WholeRoundForm(RoundForm):
    """A round with its route, the movement it rewards and from whom it takes lists."""

    NARROWING = ("kinds", "clusters", "units")

    kinds = forms.MultipleChoiceField(
        label=_("Chỉ nhận từ loại đơn vị"),
        choices=SORTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("không chọn gì ở ba mục này là nhận từ mọi đơn vị"),
    )
    clusters = forms.ModelMultipleChoiceField(
        Cluster.objects.none(),
        label=_("Chỉ nhận từ cụm, khối"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.CharField(
        label=_("Chỉ nhận từ các đơn vị"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("mỗi dòng một tên đơn vị")
    )  # fmt: skip

    class Meta(RoundForm.Meta):
        fields = [*RoundForm.Meta.fields, "route", "movement", "movement_level"]
        labels = {
            **RoundForm.Meta.labels, "route": _("Đường xét"), "movement": _("Phong trào, chuyên đề được khen"),
            "movement_level": _("Cấp phát động phong trào"),
        }  # fmt: skip

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        self.fields["clusters"].queryset = clusters_on(on).order_by("kind", Length("name"), "name")  # type: ignore[attr-defined]  # a ModelMultipleChoiceField, typed as Field
        self.fields["route"].required = False  # nothing chosen is the regular one
        self.fields["route"].choices = routes(on)  # type: ignore[attr-defined]  # a ChoiceField, typed as Field

    @property
    def narrowed(self) -> bool:
        """Whether something is chosen of from whom, or wrong there."""
        return any(self[name].value() or self[name].errors for name in self.NARROWING)

    def clean_units(self) -> list[Unit]:
        """The units that are named."""
        return units_named(names_in(self.cleaned_data["units"]))

    def clean(self) -> dict[str, Any]:
        """A route with named senders names them; a route without a vote has no session."""
        data = super().clean()
        route = data["route"] = data.get("route") or RouteCode.REGULAR.value
        if route and route_of(route).senders is Senders.NAMED and not data.get("units") and "units" not in self.errors:
            self.add_error("units", _("Đường xét này chỉ nhận danh sách của đơn vị được nêu tên. Hãy ghi tên đơn vị."))
        if data.get("session") and data.get("opens_on") and not votes_on(route, data["opens_on"]):
            self.add_error("session", _("Đường xét này không qua bỏ phiếu của Hội đồng, nên không gắn phiên."))
        if data.get("movement") and not data.get("movement_level"):
            self.add_error("movement_level", _("Hãy chọn cấp phát động phong trào."))
        return data

    def round_fields(self) -> dict[str, Any]:
        """What the round itself holds, without from whom."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields}


class LateForm(forms.Form):
    """A decision to take the late list of one unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị"))
    number = forms.CharField(label=_("Số văn bản"), max_length=80)
    dated = forms.DateField(label=_("Ngày văn bản"), help_text=DAY)
    until = forms.DateField(label=_("Nhận đến hết ngày"), help_text=DAY)
    reason = forms.CharField(label=_("Lý do"), max_length=500)
    nominees = forms.CharField(
        label=_("Chỉ những người, tập thể"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("mỗi dòng một tên; để trống là cả danh sách của đơn vị"),
    )

    def __init__(self, round_: Round, on: date, data: Any = None) -> None:
        super().__init__(data, prefix="muon")
        units = Unit.objects.filter(valid_on(on), in_scope(round_, on)).exclude(kind=UnitKind.COLLECTIVE)
        self.fields["unit"].queryset = units.order_by("name_fold", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField, typed as Field

    def clean_nominees(self) -> list[str]:
        """The names, one a line."""
        return names_in(self.cleaned_data["nominees"])


class AscentForm(forms.Form):
    """The letter to the level above."""

    number = forms.CharField(label=_("Số tờ trình"), max_length=80)
    dated = forms.DateField(label=_("Ngày tờ trình"), help_text=DAY)
    addressee = forms.CharField(label=_("Trình ai"), max_length=200, initial=_("Thủ tướng Chính phủ"))


class ResultForm(forms.Form):
    """What the level above answered."""

    document = forms.CharField(label=_("Số quyết định hoặc văn bản trả lời"), max_length=80)
    dated = forms.DateField(label=_("Ngày"), help_text=DAY)
    decided_by = forms.CharField(
        label=_("Người quyết định"), max_length=200, required=False, help_text=_("khi được tặng")
    )
    reason = forms.CharField(label=_("Lý do"), max_length=500, required=False, help_text=_("khi không được tặng"))
