"""What a plan is worth and what comes after it: findings, plan against fact, two plans compared, the next one drafted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.documents.serving import file_response
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, policies, queries
from thidua.plans.forms import RollForm
from thidua.plans.models import Plan
from thidua.plans.queries import paper
from thidua.plans.queries.compare import compare as compared
from thidua.plans.queries.lint import plan_lint
from thidua.plans.queries.outcome import outcome as reported
from thidua.plans.queries.outcome import outcome_xlsx
from thidua.plans.rolling import Choice, Kind, Paper, Proposal, ready_choices

LONG = 38
"""Characters from which a proposed text gets a field of several lines."""
MOST_BRIEF = 3
"""Changes of one text told in its line; all of them stand in its details."""


def _plan(request: ActingRequest, pk: int) -> Plan:
    """The plan with everything that was read from it."""
    return visible_or_404(queries.plans(request.acting).defer(None), pk=pk)


def _base(request: ActingRequest, plan: Plan) -> dict[str, Any]:
    return {"plan": plan, "day": today(), "may_roll": policies.may_roll(request.acting, plan)}


@require_safe
@login_required
def lint(request: ActingRequest, pk: int) -> HttpResponse:
    """What is doubtful in the plan as it is used, and where it says anything but what was printed."""
    plan = _plan(request, pk)
    context = {**_base(request, plan), "lint": plan_lint(plan)}
    return render(request, "plans/lint.html", context)


@require_safe
@login_required
def export(request: ActingRequest, pk: int) -> HttpResponse:
    """The plan as a Word file, confirmed values in their places and named at the foot."""
    plan = _plan(request, pk)
    return file_response(paper.plan_docx(plan, now()), f"ke-hoach-{plan.year or plan.pk}.docx", "docx")


@require_safe
@login_required
def outcome(request: ActingRequest, pk: int) -> HttpResponse:
    """Plan against fact."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    report = reported(plan, today())
    slipped = sorted(
        (line for line in report.lines if line.code in ("late", "overdue")),
        key=lambda line: (-line.late, line.task.position),
    )
    return render(request, "plans/outcome.html", {**_base(request, plan), "report": report, "slipped": slipped})


@require_safe
@login_required
def outcome_file(request: ActingRequest, pk: int) -> HttpResponse:
    """Plan against fact as an Excel file."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    day = today()
    return file_response(
        outcome_xlsx(reported(plan, day)), f"ket-qua-ke-hoach-{plan.year or plan.pk}-{day:%Y%m%d}.xlsx", "xlsx"
    )


@require_safe
@login_required
def compare(request: ActingRequest, pk: int) -> HttpResponse:
    """The plan beside an earlier one: chosen in the address, else the nearest earlier year."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    others = list(queries.plans(request.acting).exclude(pk=plan.pk)[: queries.lists.MOST_PLANS])
    asked = request.GET.get("voi", "")
    other = next((one for one in others if str(one.pk) == asked), None) or _nearest(plan, others)
    context = {**_base(request, plan), "others": others, "other": other}
    if other:
        old, new = sorted((plan, other), key=lambda one: (one.year or 0, one.pk))
        context["comparison"] = compared(old, new)
    return render(request, "plans/compare.html", context)


def _nearest(plan: Plan, others: list[Plan]) -> Plan | None:
    """The plan to compare with unless told: of the same issuer if there is one, the year before, else the nearest."""
    same = [one for one in others if one.issuer == plan.issuer] or others
    earlier = [one for one in same if (one.year or 0) < (plan.year or 0)]
    return min(earlier or same, key=lambda one: abs((one.year or 0) - (plan.year or 0)), default=None)


@dataclass(frozen=True)
class Offered:
    """A proposal on the page: whether it is ticked, and the words in its field."""

    proposal: Proposal
    taken: bool
    text: str

    @property
    def is_drop(self) -> bool:
        """Whether it proposes to leave the task out."""
        return self.proposal.kind is Kind.DROP

    @property
    def is_long(self) -> bool:
        """Whether the words need several lines."""
        return len(self.proposal.old) > LONG

    @property
    def typed(self) -> bool:
        """Whether the words in the field are a person's own, not the proposed ones."""
        return not self.is_drop and self.text not in (self.proposal.new, self.proposal.old)

    @property
    def brief(self) -> list[tuple[str, str]]:
        """What changes, old beside new, without the words that stay."""
        old, new = self.proposal.old.split(), self.text.split()
        changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        found = [(" ".join(old[a:b]), " ".join(new[c:d])) for tag, a, b, c, d in changes if tag != "equal"]
        return [(_cut(first), _cut(second)) for first, second in dict.fromkeys(found)][:MOST_BRIEF]


def _cut(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1].rstrip()}…"


@dataclass
class Place:
    """The proposals about one task, one row of the programme, or the document."""

    number: str
    title: str
    offered: list[Offered]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def roll(request: ActingRequest, pk: int) -> HttpResponse:
    """Next year's plan: every proposal with its reason; sent, the chosen ones become a draft plan to be reviewed."""
    plan = _plan(request, pk)
    demand(policies.may_roll(request.acting, plan))
    if request.method != "POST":
        return _roll_page(request, plan, RollForm(initial={"year": _asked_year(request, plan)}))
    form, choices = RollForm(request.POST), _choices(request)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            return _written(request, plan, sent, choices)
        except Refused as refused:
            form.add_error(None, refused.reason)
    return _roll_page(request, plan, form, choices)


def _written(request: ActingRequest, plan: Plan, sent: dict[str, Any], choices: dict[str, Choice]) -> HttpResponse:
    """Write, read and keep. Writing and reading come first, outside any transaction: they take seconds."""
    data = actions.write_next(plan, **sent_to(sent, choices), by=request.acting, at=now())
    try:
        document = actions.read_next(data, sent["year"], at=now())
    except actions.AlreadyImported as known:
        if known.plan.content_sha256 != hashlib.sha256(data).hexdigest():
            raise
        # Sent twice within a second: the very same file stands as a draft already.
        return redirect("plans:review", pk=known.plan.pk)
    return _keep(request, document, plan, choices)


@acts_once
def _keep(
    request: ActingRequest, document: actions.ReadDocument, plan: Plan, choices: dict[str, Choice]
) -> HttpResponse:
    draft = actions.keep_next(document, plan, choices, by=request.acting, at=now())
    text = _('Đã lập dự thảo kế hoạch năm {} với {} việc. <a href="{}">So với năm trước</a>')
    url = f"{reverse('plans:compare', args=[draft.pk])}?voi={plan.pk}"
    messages.success(request, format_html(text, draft.year or "", len(document.reading["tasks"]), url))
    return redirect("plans:review", pk=draft.pk)


@require_POST
@login_required
def roll_file(request: ActingRequest, pk: int) -> HttpResponse:
    """The document with the chosen proposals as a Word file; nothing is kept."""
    plan = _plan(request, pk)
    demand(policies.may_roll(request.acting, plan))
    form, choices = RollForm(request.POST), _choices(request)
    if form.is_valid():
        try:
            data = actions.write_next(plan, **sent_to(form.cleaned_data, choices), by=request.acting, at=now())
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            return file_response(data, actions.file_name(form.cleaned_data["year"]), "docx")
    return _roll_page(request, plan, form, choices)


def sent_to(sent: dict[str, Any], choices: dict[str, Choice]) -> dict[str, Any]:
    """The form's values as the action takes them."""
    return {"year": sent["year"], "choices": choices, "number": sent["number"], "dated": sent["dated"]}


def _asked_year(request: ActingRequest, plan: Plan) -> int:
    """The year in the address, else the one after the plan's."""
    own = plan.year or today().year
    year = whole_number(request.GET.get("nam", "")) or own + 1
    return year if own < year <= own + actions.rolling.LAST_YEARS_ON else own + 1


def _choices(request: ActingRequest) -> dict[str, Choice]:
    """What was sent: `t:<place>` holds the words, `c:<place>` is there when the proposal is ticked."""
    post = request.POST
    return {
        name[2:]: Choice(f"c:{name[2:]}" in post, str(text)) for name, text in post.items() if name.startswith("t:")
    }


def _roll_page(
    request: ActingRequest, plan: Plan, form: RollForm, choices: dict[str, Choice] | None = None
) -> HttpResponse:
    year = _year_of(form, plan)
    held, found = paper.plan_proposals(plan, year)
    chosen = {**ready_choices(found), **(choices or {})}
    context = {
        **_base(request, plan),
        "form": form,
        "year": year,
        "years": range((plan.year or year) + 1, (plan.year or year) + 1 + actions.rolling.LAST_YEARS_ON),
        "groups": _groups(held, found, chosen),
        "counts": {
            "day": sum(one.kind is Kind.DAY for one in found),
            "text": sum(one.kind is Kind.TEXT for one in found),
            "drop": sum(one.kind is Kind.DROP for one in found),
            "look": sum(one.look for one in found),
        },
        "not_kept": paper.not_kept(held, plan.year),
    }
    return render(request, "plans/roll.html", context)


def _year_of(form: RollForm, plan: Plan) -> int:
    own = plan.year or today().year
    year = form.cleaned_data.get("year") if form.is_bound and form.is_valid() else form.initial.get("year")
    return year if year and own < year <= own + actions.rolling.LAST_YEARS_ON else own + 1


def _groups(held: Paper, found: list[Proposal], chosen: dict[str, Choice]) -> list[tuple[str, list[Place]]]:
    """The proposals under the document, the tasks and the programme, each place with all of its own."""
    titles = {row.key: row.title for row in held.rows()}
    tasks = {row.key for row in held.tasks}
    places: dict[str, Place] = {}
    for one in found:
        key = one.where if one.where in titles else "document"
        place = places.setdefault(key, Place(one.number if key in titles else "", titles.get(key, ""), []))
        choice = chosen[one.id]
        place.offered.append(Offered(one, choice.taken, choice.text))
    groups = (
        (_("Phần lời và tên các phụ lục"), [place for key, place in places.items() if key == "document"]),
        (_("Phụ lục 1: nhiệm vụ"), [place for key, place in places.items() if key in tasks]),
        (_("Phụ lục 2: chương trình của Hội đồng"), [p for key, p in places.items() if key in titles.keys() - tasks]),
    )
    return [group for group in groups if group[1]]
