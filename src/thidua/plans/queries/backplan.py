"""A session of the council planned backwards, with the milestones of the plan that bring its dossiers in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.dates import show_date
from thidua.foundation.words import mark
from thidua.plans.backplan import (
    BackPlan,
    Confidence,
    CutOff,
    Following,
    Printed,
    Step,
    Warned,
    WarningCode,
    back_plan,
    brings_dossiers,
    kinds_of,
)
from thidua.plans.chain.orders import needs_between
from thidua.plans.models import CouncilRow, Milestone, Origin, Plan
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.chain import Chain, Goal, called, chain_of

STEPS = {
    Step.DOSSIERS: mark("Đơn vị gửi hồ sơ"),
    Step.APPRAISAL: mark("Thẩm định hồ sơ"),
    Step.CONCURRENCE: mark("Lấy ý kiến hiệp y"),
    Step.CONSULTATION: mark("Công khai, lấy ý kiến Nhân dân"),
    Step.PAPERS: mark("Gửi tài liệu đến thành viên Hội đồng"),
    Step.OPINION: mark("Công khai, lấy ý kiến sau ý kiến Thành ủy"),
    Step.CERTIFICATES: mark("Quyết định xong, làm bằng"),
}
"""The steps in words."""

CONFIDENCE = {
    Confidence.VERIFIED: mark("đã đọc văn bản"),
    Confidence.SECONDARY: mark("theo nguồn dẫn lại, cần đối chiếu"),
    Confidence.UNVERIFIED: mark("chưa kiểm chứng"),
}
"""How sure a rule is, in words."""

CONFIDENCE_KINDS = {Confidence.VERIFIED: "ok", Confidence.SECONDARY: "warn", Confidence.UNVERIFIED: "ask"}
KINDS = {
    "state": mark("khen thưởng cấp Nhà nước phải lấy ý kiến Nhân dân"),
    "agreed": mark("nội dung phải lấy ý kiến hiệp y"),
    "citizen": mark("Công dân Thủ đô ưu tú"),
}
"""The kinds of subjects in words."""


@dataclass(frozen=True)
class StepLine:
    """A step with its days and its ground."""

    cut: CutOff
    name: str

    @property
    def confidence(self) -> str:
        """How sure the ground is, in words; "" for the step that follows from the others."""
        return _(CONFIDENCE[self.cut.rule.confidence]) if self.cut.rule else ""

    @property
    def kind(self) -> str:
        """The shape and colour of that."""
        return CONFIDENCE_KINDS[self.cut.rule.confidence] if self.cut.rule else ""


@dataclass(frozen=True)
class PrintedLine:
    """A milestone that brings dossiers in: working days until the session, and until the papers go out."""

    row: Milestone
    called: str
    day: date
    stated: bool
    left: int


@dataclass
class BackPlanPage:
    """What the page of back-planning shows."""

    chain: Chain
    goals: list[Goal]
    goal: Goal
    row: CouncilRow
    plan: BackPlan
    printed_day: date
    steps: list[StepLine]
    after: list[StepLine]
    printed: list[PrintedLine]
    warnings: list[str]
    kinds: list[str]
    following: Following

    @property
    def moved(self) -> bool:
        """Whether another day than the plan's is tried out."""
        return self.plan.effective != self.printed_day


def sessions(chain: Chain) -> list[Goal]:
    """The sessions with a day."""
    return [goal for goal in chain.goals if goal.session]


def back_plan_page(
    plan: Plan, key: str, on: date, *, day: date | None = None, appraisal: int | None = None
) -> BackPlanPage | None:
    """Plan the session `key` backwards from its own day or from `day`; the next session when `key` is empty.

    None when the plan has no such session with a day. Six queries.
    """
    chain = chain_of(plan, on)
    known = sessions(chain)
    ahead = [goal for goal in known if goal.day >= on] or known
    goal = next((one for one in known if one.key == key), None) if key else next(iter(ahead), None)
    if goal is None:
        return None
    row = plan.council_rows.select_related("task").get(key=goal.key)
    chosen = day or goal.day
    kinds = kinds_of([row.title, *row.contents, row.task.title if row.task else ""])
    printed = _printed(chain, known, goal)
    following = _following(chain, goal)
    known_days = (*(one.day for one in printed), following.opinion, following.honoured)
    calendar = calendar_of([chosen, goal.day, *(one for one in known_days if one)])
    found = back_plan(chosen, kinds, printed, calendar, appraisal=appraisal, following=following)
    named = {one.key: called(chain.rows[one.key]) for one in printed}
    return BackPlanPage(
        chain=chain, goals=known, goal=goal, row=row, plan=found, printed_day=goal.day,
        steps=[StepLine(one, _(STEPS[one.step])) for one in found.before],
        after=[StepLine(one, _(STEPS[one.step])) for one in found.after],
        printed=[
            PrintedLine(
                chain.rows[one.key], named[one.key], one.day, one.stated, calendar.between(one.day, found.effective)
            )
            for one in printed
        ],
        warnings=[
            _sentence(_words(one, found, named, calendar.reason_off(chosen) or "")) for one in found.warnings
        ],
        kinds=[_(KINDS[kind]) for kind in KINDS if kind in found.kinds],
        following=following,
    )  # fmt: skip


def _printed(chain: Chain, known: Iterable[Goal], goal: Goal) -> list[Printed]:
    """The milestones that bring dossiers to the session: those the plan states for it, else those known by their words.

    Stated: of its own task, or what somebody wrote down it waits for; a link taken up from the orders on file does not
    make the plan print a day for this session. Known by words: after the session before it.
    """
    waited = {row.before_id for row in chain.dependencies if row.after_id in goal.keys and row.origin != Origin.USUAL}
    tasks = {chain.rows[key].task_id for key in goal.keys} - {None}
    before = max((one.day for one in known if one.day < goal.day), default=date.min)
    stated, by_words = [], []
    for row in chain.rows.values():
        day = chain.days[row.pk]
        if day is None or row.pk in goal.keys or day >= goal.day or row.task is None:
            continue
        brings = brings_dossiers(row.label, row.task.title)
        if brings and (row.task_id in tasks or row.pk in waited):
            stated.append(Printed(row.pk, day))
        elif brings and day > before:
            by_words.append(Printed(row.pk, day, stated=False, asked=_asked(chain, row, goal)))
    return sorted(stated or by_words, key=lambda one: one.day)


def _asked(chain: Chain, row: Milestone, goal: Goal) -> bool:
    """Whether people are asked about what a milestone brings: unless the orders on file say what lies between, and do
    not name it (the clusters' own titles)."""
    session = next((chain.rows[key].task for key in goal.keys if chain.rows[key].task), None)
    assert row.task is not None  # only tasks bring dossiers
    first = date(chain.plan.year or goal.day.year, 1, 1)
    needs = needs_between(row.task.title, session.title, first) if session else None
    return needs is None or Step.CONSULTATION in needs


def _following(chain: Chain, goal: Goal) -> Following:
    """What waits for the session (the report to the Party committee), and what waits for that (the honouring)."""
    opinion = _waiting(chain, goal.keys)
    honoured = _waiting(chain, opinion)
    days = [[day for key in keys if (day := chain.days[key])] for keys in (opinion, honoured)]
    return Following(max(days[0], default=None), min(days[1], default=None))


def _waiting(chain: Chain, keys: Collection[int]) -> list[int]:
    """The milestones of tasks that wait for one of these and are none of them."""
    found = (link.after for link in chain.links if link.before in keys and link.after not in keys)
    return [key for key in found if chain.rows[key].task_id]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _words(one: Warned, plan: BackPlan, named: dict[int, str], reason: str) -> str:
    """A warning as a sentence."""
    if one.code is WarningCode.DAY_OFF:
        text = _("Ngày %(day)s là ngày nghỉ (%(why)s); tính theo ngày làm việc liền trước %(counted)s.")
        return text % {"day": show_date(plan.day), "why": reason, "counted": show_date(plan.effective)}
    if one.code is WarningCode.NO_RULE:
        text = _("%(step)s: chưa có quy định nào trong dữ liệu cho ngày %(day)s, nên không đề xuất mốc.")
        return text % {"step": _(STEPS[one.step or Step.PAPERS]), "day": show_date(plan.day)}
    if one.code is WarningCode.NOT_STATED:
        return _("Kế hoạch không in hạn gửi hồ sơ cho phiên này.")
    if one.code is WarningCode.NO_ROOM_AFTER:
        return _no_room_after(one, plan)
    assert one.printed is not None  # the other warnings are about a milestone
    named_day = {"what": named[one.printed.key], "day": show_date(one.printed.day)}
    if one.code is WarningCode.AFTER_CUT_OFF:
        text = _("%(what)s hết hạn %(day)s, sau mốc đề xuất %(cut)s: thẩm định chỉ còn %(n)s ngày làm việc.")
        cut, appraisal = plan.step(Step.DOSSIERS), plan.step(Step.APPRAISAL)
        assert cut is not None  # every plan has both
        assert appraisal is not None
        room = max(0, appraisal.days - one.missing)
        return text % {**named_day, "cut": show_date(cut.begins), "n": room}
    return _too_little(one, plan, named_day)


def _no_room_after(one: Warned, plan: BackPlan) -> str:
    opinion, certificates = plan.step(Step.OPINION), plan.step(Step.CERTIFICATES)
    assert opinion is not None  # the warning is about these two
    assert certificates is not None
    text = ngettext(
        "Lấy ý kiến sau phiên xong sớm nhất %(ends)s, mà làm bằng phải bắt đầu chậm nhất %(begins)s: thiếu %(n)s ngày làm việc.",
        "Lấy ý kiến sau phiên xong sớm nhất %(ends)s, mà làm bằng phải bắt đầu chậm nhất %(begins)s: thiếu %(n)s ngày làm việc.",
        -one.left,
    )  # fmt: skip
    return text % {"ends": show_date(opinion.ends), "begins": show_date(certificates.begins), "n": -one.left}


def _too_little(one: Warned, plan: BackPlan, named_day: dict[str, Any]) -> str:
    left = ngettext(
        "%(what)s hết hạn %(day)s, đến phiên còn %(n)s ngày làm việc.",
        "%(what)s hết hạn %(day)s, đến phiên còn %(n)s ngày làm việc.", one.left,
    )  # fmt: skip
    needs = ngettext(
        "%(step)s cần %(days)s ngày làm việc, phải bắt đầu trước phiên %(n)s ngày làm việc: thiếu %(missing)s.",
        "%(step)s cần %(days)s ngày làm việc, phải bắt đầu trước phiên %(n)s ngày làm việc: thiếu %(missing)s.", one.needs,
    )  # fmt: skip
    cut = plan.step(one.step or Step.PAPERS)
    assert cut is not None  # a warning is about a step of the plan
    values = {"step": _(STEPS[cut.step]), "days": cut.days, "n": one.needs, "missing": one.missing}
    return f"{left % {**named_day, 'n': one.left}} {needs % values}"


def back_plan_json(page: BackPlanPage) -> dict[str, Any]:
    """The same for machines (plan-backplan/1)."""
    return {
        "schema": "plan-backplan/1",
        "session": page.goal.key,
        "title": page.goal.title,
        "printed_day": page.printed_day.isoformat(),
        "day": page.plan.day.isoformat(),
        "effective": page.plan.effective.isoformat(),
        "kinds": sorted(page.plan.kinds),
        "steps": [_step_json(one.cut) for one in (*page.steps, *page.after)],
        "reserve_for_decision": page.plan.reserve,
        "printed": [
            {
                "milestone": one.row.key, "day": one.day.isoformat(), "stated": one.stated,
                "working_days_to_session": one.left,
            }
            for one in page.printed
        ],
        "warnings": [
            {
                "code": one.code, "step": one.step, "milestone": page.chain.rows[one.printed.key].key if one.printed else None,
                "left": one.left, "needs": one.needs, "text": text,
            }
            for one, text in zip(page.plan.warnings, page.warnings, strict=True)
        ],
    }  # fmt: skip


def _step_json(cut: CutOff) -> dict[str, Any]:
    rule = cut.rule
    ground = rule and {
        "document": rule.document, "article": rule.article, "confidence": rule.confidence, "note": rule.note,
        "valid_from": rule.valid_from.isoformat(), "valid_to": rule.valid_to and rule.valid_to.isoformat(),
    }  # fmt: skip
    return {
        "step": cut.step, "begins": cut.begins.isoformat(), "ends": cut.ends.isoformat(), "days": cut.days, "rule": ground,
    }  # fmt: skip
