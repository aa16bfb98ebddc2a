"""A stored plan as a paper: the printed words, with the values that people confirmed in their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from thidua.documents.rendering import DocumentKind, render_docx
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.plans.models import Change, ChangedField, CouncilRow, Flag, Milestone, Plan, Resolution, Task
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.reading.lint import LintRules
from thidua.plans.rolling import Paper, Proposal, as_used, paper_of, proposals
from thidua.plans.rolling.paper import read_back

Json = dict[str, Any]
SHOWN_IN_FOOTER = 6


@dataclass(frozen=True)
class Confirmed:
    """A value used in place of the printed one, and on whose word. `number` is that of the task or row."""

    where: str
    number: str
    printed: str
    used: str
    by: str


@dataclass(frozen=True)
class Stored:
    """A plan from its rows: printed words in the exchange form, the days used, and what was put in place of print."""

    reading: Json
    used: dict[str, date]
    confirmed: list[Confirmed]

    def as_used(self) -> Json:
        """The exchange form with the confirmed days in the words."""
        return as_used(self.reading, self.used)


def stored(plan: Plan) -> Stored:
    """The plan as its rows have it today, amendments included. Five queries; `reading` of the plan must be loaded."""
    every = list(plan.milestones.order_by("position", "pk"))
    milestones = [row for row in every if row.dropped_on is None]
    # A task all of whose milestones an amendment dropped is no longer part of the plan.
    gone = {row.task_id for row in every} - {row.task_id for row in milestones}
    tasks = [row for row in plan.tasks.order_by("position", "pk") if row.pk not in gone]
    sessions = list(plan.council_rows.select_related("task").order_by("position", "pk"))
    flags = list(plan.flags.select_related("resolved_by", "milestone").order_by("position"))
    changes = list(plan.changes.select_related("amendment", "by", "task", "council_row").order_by("since", "pk"))
    slips = _slips(flags)
    own: dict[tuple[int | None, int | None], list[Json]] = {}
    for row in milestones:
        own.setdefault((row.task_id, row.council_row_id), []).append(_milestone(row))
    reading = {
        "schema": "plan-read/1",
        "document": _head(plan),
        "tasks": [_task(row, own.get((row.pk, None), []), slips) for row in tasks],
        "sessions": [_session(row, own.get((None, row.pk), [])) for row in sessions],
        "flags": [_flag(flag) for flag in flags if not flag.resolution],
        "source": plan.reading.get("source", []),
    }
    numbers = {row.pk: row.number for row in tasks}
    used = {row.key: row.used_date for row in milestones if row.used_date and row.used_date != row.printed_date}
    confirmed = [
        *_confirmed_days(milestones, flags, changes, numbers),
        *_confirmed_words(tasks, slips),
        *_revised_words(tasks),
        *_changed_words(changes),
    ]
    return Stored(reading, used, confirmed)


def _head(plan: Plan) -> Json:
    return {
        "number": plan.number or None, "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "issuer": plan.issuer or None, "title": plan.title or None, "year": plan.year,
    }  # fmt: skip


def _milestone(row: Milestone) -> Json:
    is_span = row.relation in ("range", "within_quarter") or row.from_date is not None
    day = row.printed_date.isoformat() if row.printed_date else None
    return {
        "key": row.key, "label": row.label, "relation": row.relation, "printed": row.printed,
        "date": None if is_span else day, "from": row.from_date.isoformat() if row.from_date else None,
        "to": day if is_span else None, "month": row.month or None, "recurrence": row.recurrence or None, "flags": [],
    }  # fmt: skip


def _task(row: Task, milestones: list[Json], slips: dict[str, list[tuple[str, str, str]]]) -> Json:
    title = row.title
    for slip, word, _by in slips.get(row.key, ()):
        title = title.replace(slip, word)
    return {
        "key": row.key, "part": row.part or None, "section": row.section or None, "number": row.number or None,
        "title": title, "directing": row.directing, "implementing": row.implementing, "coordinating": row.coordinating,
        "milestones": milestones, "flags": [], "source": row.source,
    }  # fmt: skip


def _session(row: CouncilRow, milestones: list[Json]) -> Json:
    return {
        "key": row.key, "section": row.section or None, "number": row.number or None, "title": row.title,
        "contents": row.contents, "advising": row.advising, "coordinating": row.coordinating, "milestones": milestones,
        "linked_task": row.task.key if row.task else None, "flags": [], "source": row.source,
    }  # fmt: skip


def _flag(flag: Flag) -> Json:
    return {
        "code": flag.code, "severity": flag.severity, "where": flag.where, "printed": flag.printed,
        "message": flag.message, "proposal": flag.proposal or None, "also": flag.also,
    }  # fmt: skip


def _slips(flags: Iterable[Flag]) -> dict[str, list[tuple[str, str, str]]]:
    """By place the slips of the pen that somebody had corrected: slip, word in its place, who."""
    known = [(row["slip"], row["maybe"]) for row in LintRules.standard()["spelling"]]
    found: dict[str, list[tuple[str, str, str]]] = {}
    for flag in flags:
        if flag.code != "SPELLING" or flag.resolution not in (Resolution.ACCEPTED, Resolution.TYPED):
            continue
        slip = next((slip for slip, maybe in known if maybe == flag.proposal and slip in flag.printed), "")
        if slip and flag.resolved_value:
            found.setdefault(flag.where, []).append((slip, flag.resolved_value, _signed(flag)))
    return found


def _signed(flag: Flag) -> str:
    when = show_date(local_day(flag.resolved_at)) if flag.resolved_at else ""
    return _("%(who)s xác nhận ngày %(day)s") % {"who": flag.resolved_by, "day": when}


def _confirmed_days(
    milestones: Iterable[Milestone], flags: Iterable[Flag], changes: Iterable[Change], numbers: dict[int, str]
) -> list[Confirmed]:
    signed = {flag.milestone_id: _signed(flag) for flag in flags if flag.milestone_id and flag.resolved_value}
    changed = {change.milestone_id: _ground(change) for change in changes if change.field == ChangedField.DAY}
    return [
        Confirmed(
            row.key, numbers.get(row.task_id or 0, ""), row.printed, show_date(row.used_date),
            changed.get(row.pk) or signed.get(row.pk) or "",
        )
        for row in milestones
        if row.used_date and row.used_date != row.printed_date
    ]  # fmt: skip


def _ground(change: Change) -> str:
    if change.amendment:
        return _("theo %(document)s ngày %(day)s") % {
            "document": change.amendment.number, "day": show_date(change.amendment.issued_on),
        }  # fmt: skip
    return _("gia hạn, %(who)s quyết định") % {"who": change.by}


def _confirmed_words(tasks: Iterable[Task], slips: dict[str, list[tuple[str, str, str]]]) -> list[Confirmed]:
    return [
        Confirmed(row.key, row.number, slip, word, by)
        for row in tasks
        for slip, word, by in slips.get(row.key, ())
        if slip in row.title
    ]


def _revised_words(tasks: Iterable[Task]) -> list[Confirmed]:
    """Titles that a person who reviewed the plan confirmed in place of printed ones."""
    text = _("%(who)s xác nhận ngày %(day)s")
    return [
        Confirmed(
            row.key, row.number, row.printed["title"].replace("\n", "; "), row.title.replace("\n", "; "),
            text % {"who": row.printed["by"], "day": show_date(date.fromisoformat(row.printed["on"]))},
        )
        for row in tasks
        if row.printed and row.printed["title"] != row.title
    ]  # fmt: skip


def _changed_words(changes: Iterable[Change]) -> list[Confirmed]:
    """What amendments changed beside days: titles, units, tasks added, milestones dropped."""
    return [
        Confirmed(
            owner.key, owner.number, change.before.replace("\n", "; "),
            change.after.replace("\n", "; ") or _("đã bỏ"), _ground(change),
        )
        for change in changes
        if change.field != ChangedField.DAY and (owner := change.task or change.council_row)
    ]  # fmt: skip


def plan_paper(plan: Plan) -> tuple[Paper, list[Confirmed]]:
    """The paper of a stored plan as it is used, with a note at the foot when it says anything but what was printed."""
    held = stored(plan)
    paper = paper_of(held.as_used())
    paper.footer = _note(held.confirmed)
    return paper, held.confirmed


def _note(confirmed: list[Confirmed]) -> str:
    if not confirmed:
        return ""
    told = [
        (_("%(where)s: “%(printed)s” dùng “%(used)s”") if row.printed else _("%(where)s: thêm “%(used)s”"))
        % {"where": row.number or row.where, "printed": row.printed[:60], "used": row.used[:60]}
        for row in confirmed[:SHOWN_IN_FOOTER]
    ]
    if len(confirmed) > SHOWN_IN_FOOTER:
        told.append(_("và %(n)s chỗ khác") % {"n": len(confirmed) - SHOWN_IN_FOOTER})
    return _("Bản xuất để làm việc, khác văn bản gốc ở: %(list)s.") % {"list": "; ".join(told)}


def plan_docx(plan: Plan, at: datetime) -> bytes:
    """The plan as a Word file in the layout of the original, both appendices included."""
    paper, _confirmed = plan_paper(plan)
    return paper_docx(paper, at)


def paper_docx(paper: Paper, at: datetime) -> bytes:
    """A paper as a Word file."""
    return render_docx(DocumentKind.PLAN, paper.context(at)).data


def not_kept(paper: Paper, year: int | None) -> list[tuple[str, str]]:
    """What the Word file cannot say as the original does: where, and why in a sentence."""
    told = []
    for row in paper.rows():
        if row.number and not row.number.isdigit():
            told.append((row.key, _("Số thứ tự “%(n)s” được thay bằng số theo thứ tự.") % {"n": row.number}))
        if not read_back(row, year):
            told.append((row.key, _("Ô thời hạn có thể được đọc lại khác bản gốc; nên xem lại.")))
    return told


def plan_proposals(plan: Plan, year: int) -> tuple[Paper, list[Proposal]]:
    """The plan as it is used, and what would change in it for `year`. The plan must have a year before that."""
    assert plan.year is not None  # demanded by the policy
    paper = paper_of(stored(plan).as_used())
    calendar = calendar_of([date(one, 1, 1) for one in range(plan.year - 1, year + 2)])
    return paper, proposals(paper, old_year=plan.year, new_year=year, calendar=calendar)
