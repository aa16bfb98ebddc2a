"""The form of an amendment: its document, the chosen tasks row by row, tasks added. A draft until it is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.foundation.answers import Refused
from thidua.foundation.clock import today
from thidua.foundation.text import tidy
from thidua.plans.actions.amending import check_document
from thidua.plans.actions.amending.adding import unread
from thidua.plans.actions.amending.ground import not_before_issue
from thidua.plans.day_field import DayField
from thidua.plans.drafts import (
    AmendingDocument,
    Draft,
    Dropped,
    NewDay,
    NewMilestones,
    NewRowTitle,
    NewTask,
    NewTitle,
    NewUnits,
)
from thidua.plans.models import CouncilRow, Milestone, Plan, Task
from thidua.plans.queries.extending import present_day

LONGEST = 10_000
NEW_FIELDS = ("number", "section", "title", "deadlines", "directing", "implementing", "coordinating")


def area(label: Any, hint: Any = "", *, rows: int = 3, required: bool = False) -> forms.CharField:
    """A field of several lines, as the words of a document need it."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=LONGEST, widget=widget)


class AmendForm(forms.Form):
    """Everything one amending document says. What was not touched changes nothing."""

    number = forms.CharField(label=_("Số, ký hiệu"), max_length=80)
    issued_on = DayField(label=_("Ngày ban hành"), help_text=_("ngày/tháng/năm"))
    since = DayField(label=_("Có hiệu lực từ"), required=False, help_text=_("để trống là từ ngày ban hành"))
    title = forms.CharField(label=_("Trích yếu"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    file = forms.FileField(
        label=_("Tệp văn bản"),
        max_length=200,
        help_text=_("PDF, Word hoặc ảnh"),
        error_messages={"required": _("Chưa chọn tệp văn bản sửa đổi.")},
    )

    def __init__(
        self,
        plan: Plan,
        tasks: list[Task],
        rows: list[CouncilRow],
        milestones: list[Milestone],
        added: int,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.tasks, self.rows, self.milestones, self.added = tasks, rows, milestones, range(added)
        self.example = _("mỗi dòng một mốc, như: Ban hành kế hoạch: trước ngày 30/6/%(year)s") % {
            "year": plan.year or (plan.issued_on.year if plan.issued_on else "")
        }
        sections = sorted(plan.tasks.order_by().values_list("part", "section").distinct()) if added else []
        self.sections = {str(place): pair for place, pair in enumerate(sections)}
        for task in tasks:
            names = area(_("Đơn vị thực hiện"), _("mỗi dòng một đơn vị"), required=True)
            self._put_words(f"title-{task.pk}", area(_("Nội dung"), required=True), task.title)
            self._put_words(f"units-{task.pk}", names, "\n".join(task.implementing))
            self._put(f"more-{task.pk}", area(_("Thêm mốc"), self.example))
        for programme in rows:
            self._put_words(f"title-row-{programme.pk}", area(_("Nội dung"), required=True), programme.title)
            self._put(f"more-row-{programme.pk}", area(_("Thêm mốc"), self.example))
        for row in milestones:
            self._put(f"day-{row.pk}", DayField(label=_("Ngày mới"), required=False))
            self._put(f"drop-{row.pk}", forms.BooleanField(label=_("Bỏ mốc này"), required=False))
        for place in self.added:
            self._add_new(place)

    def _add_new(self, place: int) -> None:
        places = [(code, " · ".join(filter(None, pair))) for code, pair in self.sections.items()]
        made: dict[str, forms.Field] = {
            "number": forms.CharField(label=_("Số thứ tự"), required=False, max_length=20),
            "section": forms.ChoiceField(label=_("Ở mục"), choices=places, required=False),
            "title": area(_("Nội dung")),
            "deadlines": area(_("Các mốc thời gian"), self.example),
            "directing": forms.CharField(label=_("Chỉ đạo, chủ trì"), required=False, max_length=400),
            "implementing": area(_("Đơn vị thực hiện"), _("mỗi dòng một đơn vị")),
            "coordinating": area(_("Đơn vị phối hợp"), _("mỗi dòng một đơn vị")),
        }
        for name in NEW_FIELDS:
            self._put(f"new-{place}-{name}", made[name])
        # A task added beside those that are amended most often stands in their section.
        here = (self.tasks[0].part, self.tasks[0].section) if self.tasks else None
        code = next((code for code, pair in self.sections.items() if pair == here), None)
        if code:
            self.initial.setdefault(f"new-{place}-section", code)

    def _put_words(self, name: str, made: forms.Field, now: str) -> None:
        """A field with what stands now, and a hidden one that remembers what stood when the page was made."""
        self._put(name, made, now)
        self._put(f"was-{name}", forms.CharField(required=False, widget=forms.HiddenInput), now)

    def _put(self, name: str, made: forms.Field, now: Any = None) -> None:
        self.fields[name] = made
        if now is not None:
            self.initial.setdefault(name, now)

    def shown_tasks(self) -> list[dict[str, Any]]:
        """The chosen tasks with their fields, for the page."""
        return [
            {
                "task": task,
                "title": self[f"title-{task.pk}"],
                "units": self[f"units-{task.pk}"],
                "more": self[f"more-{task.pk}"],
                "was": [self[f"was-title-{task.pk}"], self[f"was-units-{task.pk}"]],
                "milestones": [self._shown(row) for row in self.milestones if task.pk == _task_of(row)],
            }
            for task in self.tasks
        ]

    def shown_rows(self) -> list[dict[str, Any]]:
        """The chosen rows of the council's programme with their fields, for the page."""
        return [
            {
                "row": row,
                "title": self[f"title-row-{row.pk}"],
                "more": self[f"more-row-{row.pk}"],
                "was": [self[f"was-title-row-{row.pk}"]],
                "milestones": [self._shown(one) for one in self.milestones if one.council_row_id == row.pk],
            }
            for row in self.rows
        ]

    def _shown(self, row: Milestone) -> dict[str, Any]:
        return {
            "row": row,
            "now": present_day(row),
            "day": self[f"day-{row.pk}"],
            "drop": self[f"drop-{row.pk}"],
        }

    def shown_added(self) -> list[list[forms.BoundField]]:
        """The fields of each added task, for the page."""
        return [[self[f"new-{place}-{name}"] for name in NEW_FIELDS] for place in self.added]

    def clean(self) -> dict[str, Any]:
        """What recording would refuse is told already when the draft is looked over."""
        data: dict[str, Any] = super().clean() or {}
        issued: date | None = data.get("issued_on")
        if issued and {"number", "since", "title"} <= set(data):
            self._tell("issued_on", partial(check_document, self.plan, self.document(), today=today()))
        days = [(name, day) for name, day in data.items() if name.startswith("day-") and day]
        for name, day in days:
            if issued:
                self._tell(name, partial(not_before_issue, issued, day))
        for name in self.fields:
            if name.startswith("more-") or name.endswith("-deadlines"):
                for why in filter(None, (unread(line, self.plan.year) for line in self._lines(name))):
                    self.add_error(name, why)
        return data

    def _tell(self, name: str, check: Callable[[], None]) -> None:
        """Tell at a field why a check refuses."""
        try:
            check()
        except Refused as refused:
            self.add_error(name, refused.reason)

    def document(self) -> AmendingDocument:
        """The document, from a valid form."""
        data = self.cleaned_data
        since = data["since"] or data["issued_on"]
        return AmendingDocument(data["number"], data["issued_on"], since, data["title"])

    def drafts(self) -> list[Draft]:
        """What differs from the plan as it stands, once the form was looked through; fields in error are left out."""
        return [*self._of_milestones(), *self._of_tasks(), *self._of_rows(), *self._of_added()]

    def _of_milestones(self) -> list[Draft]:
        made: list[Draft] = []
        for row in self.milestones:
            day = self.cleaned_data.get(f"day-{row.pk}")
            if self.cleaned_data.get(f"drop-{row.pk}"):
                made.append(Dropped(row.pk))
            elif day and day != present_day(row):
                made.append(NewDay(row.pk, day))
        return made

    def _of_tasks(self) -> list[Draft]:
        made: list[Draft] = []
        for task in self.tasks:
            title = self._text(f"title-{task.pk}")
            names = self._lines(f"units-{task.pk}")
            if title and title not in (tidy(task.title), self._text(f"was-title-{task.pk}")):
                made.append(NewTitle(task.pk, title))
            now = tuple(map(tidy, task.implementing))
            if names and names not in (now, self._lines(f"was-units-{task.pk}")):
                made.append(NewUnits(task.pk, names))
            if more := self._lines(f"more-{task.pk}"):
                made.append(NewMilestones(more, task=task.pk))
        return made

    def _of_rows(self) -> list[Draft]:
        made: list[Draft] = []
        for row in self.rows:
            title = self._text(f"title-row-{row.pk}")
            if title and title not in (tidy(row.title), self._text(f"was-title-row-{row.pk}")):
                made.append(NewRowTitle(row.pk, title))
            if more := self._lines(f"more-row-{row.pk}"):
                made.append(NewMilestones(more, row=row.pk))
        return made

    def _of_added(self) -> list[Draft]:
        made: list[Draft] = []
        for place in self.added:
            names = {name: f"new-{place}-{name}" for name in NEW_FIELDS}
            if not any(self._text(names[name]) for name in NEW_FIELDS if name != "section"):
                continue
            part, section = self.sections.get(self._text(names["section"]), ("", ""))
            made.append(
                NewTask(
                    title=self._text(names["title"]),
                    deadlines=self._lines(names["deadlines"]),
                    number=self._text(names["number"]),
                    part=part,
                    section=section,
                    directing=self._text(names["directing"]),
                    implementing=self._lines(names["implementing"]),
                    coordinating=self._lines(names["coordinating"]),
                )
            )
        return made

    def _text(self, name: str) -> str:
        return tidy(self.cleaned_data.get(name) or "")

    def _lines(self, name: str) -> tuple[str, ...]:
        return tuple(filter(None, map(tidy, self._text(name).splitlines())))


def _task_of(row: Milestone) -> int | None:
    """The task under which a milestone is shown: its own, or the one its row of the council's programme repeats."""
    return row.task_id or (row.council_row.task_id if row.council_row else None)
