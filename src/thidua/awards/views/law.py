"""Reading the law: the catalogue, an award, shared values, two days compared, what was amended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thidua.awards.inforce import in_force, law_in_force
from thidua.awards.listing import Unreadable, read_day
from thidua.awards.models import LawAmendment
from thidua.awards.policies import may_amend, may_withdraw
from thidua.awards.queries import amendments as acts
from thidua.awards.queries import law as pages
from thidua.awards.queries.comparison import compare
from thidua.awards.rules import Law, LawInvalid
from thidua.awards.rules.amending import GENERAL, Sort, series_of
from thidua.awards.rules.cases import stories, tell
from thidua.awards.rules.labels import (
    CYCLES,
    KINDS,
    LEVELS,
    RECIPIENTS,
    label_of,
    recipients_words,
    split_key,
)
from thidua.awards.rules.law import ConditionVersion, RuleSpan
from thidua.awards.rules.parameters import KINDS as CONDITION_KINDS
from thidua.awards.rules.parameters import NEW
from thidua.foundation.clock import today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.policies import in_office

VERDICTS = {"pass": "ok", "fail": "late", "unknown": "ask", "hold": "warn"}


def day_asked(request: ActingRequest, name: str = "ngay", otherwise: date | None = None) -> date:
    """The day of a query parameter; what cannot be read is told, and today is shown instead."""
    usual = otherwise or today()
    try:
        day = read_day(request.GET.get(name, "").strip(), usual)
    except Unreadable as problem:
        messages.warning(
            request,
            _("%(problem)s Đang xem theo ngày %(day)s.") % {"problem": problem, "day": f"{usual:%d/%m/%Y}"},
        )
        return usual
    return day


def span_on(law: Law, day: date) -> RuleSpan | None:
    """The rule set for dossiers received that day; None before the first."""
    try:
        return law.span(day)
    except LawInvalid:
        return None


@require_safe
@login_required
def catalogue(request: ActingRequest) -> HttpResponse:
    """Every award given on a day, narrowed by what is typed and chosen."""
    found, day, get = in_force(), day_asked(request), request.GET
    chosen: dict[str, Any] = {
        "text": get.get("q", "")[:100], "kind": get.get("loai", ""), "level": get.get("cap", ""),
        "to": get.get("doi-tuong", ""), "doubtful": get.get("can-kiem-tra") == "1",
    }  # fmt: skip
    rows = pages.entries(found.law, day, **chosen)
    context = {
        "day": day, "span": span_on(found.law, day), "rows": [_line(row) for row in rows], **chosen,
        "kinds": KINDS.items(), "levels": LEVELS.items(), "recipients": RECIPIENTS.items(),
        "doubts": sum(row.doubts for row in rows), "unfit": found.unfit, "office": in_office(request.acting),
    }  # fmt: skip
    return render(request, "awards/catalogue.html", context)


def _line(row: pages.Entry) -> dict[str, Any]:
    one = row.declaration
    return {
        "code": one.code, "name": one.name, "kind": KINDS.get(one.kind, one.kind), "level": LEVELS.get(one.level, one.level),
        "recipients": recipients_words(one.recipients), "decided_by": "; ".join(row.decided_by), "doubts": row.doubts,
    }  # fmt: skip


@require_safe
@login_required
def award(request: ActingRequest, code: str) -> HttpResponse:
    """One award on a day, read as the law with its sources and doubts; the readable cases; what was amended."""
    law, day = law_in_force(), day_asked(request)
    try:
        page = pages.award_page(law, code, day)
    except LawInvalid:
        raise Http404 from None
    one = page.declaration
    told = [tell(story, law) for story in stories(code)]
    context = {
        "page": page, "day": day, "span": span_on(law, day), "answer": may_amend(request.acting),
        "kind": KINDS.get(one.kind, one.kind), "level": LEVELS.get(one.level, one.level),
        "recipients": recipients_words(one.recipients), "cycle": CYCLES.get(one.cycle, one.cycle),
        "cases": [(each, VERDICTS[each.story.verdict]) for each in told],
        "acts": [acts.amendment_row(law, row) for row in acts.amendments(owner=code)[:20]],
    }  # fmt: skip
    return render(request, "awards/award.html", context)


@require_safe
@login_required
def common(request: ActingRequest) -> HttpResponse:
    """Values that belong to no single award: base salary, time limits, the council."""
    law, day = law_in_force(), day_asked(request)
    general = [pages.rule_row(law, GENERAL, row, day) for row in law.general if row.covers(day)]
    context = {
        "day": day, "sections": pages.common_values(law, day), "general": general, "span": span_on(law, day),
        "answer": may_amend(request.acting), "office": in_office(request.acting),
    }  # fmt: skip
    return render(request, "awards/common.html", context)


@require_safe
@login_required
def comparison(request: ActingRequest) -> HttpResponse:
    """What differs between two days, by award; where only the source differs it is folded away."""
    law, day = law_in_force(), today()
    first_day = min(span.valid_from for span in law.spans)
    first, second = day_asked(request, "tu", day), day_asked(request, "den", day)
    problem, rows = "", []
    try:
        rows = compare(law, first, second)
    except LawInvalid as reason:
        problem = str(reason)
    points = sum(len(row.real) for row in rows)
    context = {
        "first": first, "second": second, "rows": rows, "problem": problem, "points": points,
        "sources": sum(len(row.only_source) for row in rows), "office": in_office(request.acting),
        "bounds": [{"day": each, "before": each - timedelta(days=1)} for each in law.bounds if each > first_day],
    }  # fmt: skip
    return render(request, "awards/compare.html", context)


@require_safe
@login_required
def rulesets(request: ActingRequest) -> HttpResponse:
    """Which rule set covers which days of receipt."""
    law = law_in_force()
    rows = [
        (span, pages.citation_words(span.citation), pages.DOUBTS[span.confidence])
        for span in sorted(law.spans, key=lambda each: each.valid_from)
    ]
    context = {
        "rows": rows, "day": today(), "answer": may_amend(request.acting), "office": in_office(request.acting),
    }  # fmt: skip
    return render(request, "awards/rulesets.html", context)


@require_safe
@login_required
def value(request: ActingRequest, key: str) -> HttpResponse:
    """One value: every version, what officers did to it, and the ways to confirm or change it."""
    law, day = law_in_force(), day_asked(request)
    series = law.values.series(key)
    if not series:
        raise Http404
    code, short = split_key(law, key)
    rows = [
        (
            pages.value_row(key, short, each),
            each.covers(day),
            pages.money_words(law, code, short, each.valid_from),
        )
        for each in reversed(series)
    ]
    context = {
        "key": key, "label": label_of(short), "award": law.awards.get(code), "rows": rows, "day": day,
        "answer": may_amend(request.acting), "acts": [acts.amendment_row(law, row) for row in acts.amendments(key=key)[:50]],
    }  # fmt: skip
    return render(request, "awards/value.html", context)


@require_safe
@login_required
def condition(request: ActingRequest, key: str) -> HttpResponse:
    """One condition: every version with its parameters, what officers did to it."""
    law, day = law_in_force(), day_asked(request)
    owner, _dot, _own = key.partition(".")
    if owner != GENERAL and owner not in law.awards:
        raise Http404
    series = [each for each in series_of(law, Sort.CONDITION, key) if isinstance(each, ConditionVersion)]
    if not series:
        raise Http404
    rows = [
        (pages.rule_row(law, owner, each, max(each.valid_from, min(day, each.valid_to or day))), each.covers(day),
         CONDITION_KINDS.get(str(each.row["kind"]), ""), pages.parameter_lines(law, owner, each, max(day, each.valid_from)))
        for each in reversed(series)
    ]  # fmt: skip
    context = {
        "key": key, "owner": owner, "award": law.awards.get(owner), "rows": rows, "day": day, "answer": may_amend(request.acting),
        "acts": [acts.amendment_row(law, row) for row in acts.amendments(key=key)[:50]],
    }  # fmt: skip
    return render(request, "awards/condition.html", context)


@require_safe
@login_required
def amendments(request: ActingRequest) -> HttpResponse:
    """Everything officers amended, newest first."""
    law, before = law_in_force(), whole_number(request.GET.get("truoc", ""))
    found = list(acts.amendments(before=before)[: acts.PAGE + 1])
    rows = [acts.amendment_row(law, row) for row in found[: acts.PAGE]]
    following = f"?truoc={found[acts.PAGE - 1].pk}" if len(found) > acts.PAGE else ""
    context = {"rows": rows, "next": following, "office": in_office(request.acting)}
    return render(request, "awards/amendments.html", context)


@require_safe
@login_required
def amendment(request: ActingRequest, pk: int) -> HttpResponse:
    """One act: what, on which document, who, why; the way to withdraw it; the dossiers it touches."""
    found = visible_or_404(LawAmendment.objects.select_related("by", "withdraws", "withdrawn_by__by"), pk=pk)
    law = law_in_force()
    context = {
        "one": acts.amendment_row(law, found),
        "row": found,
        "answer": may_withdraw(request.acting, found),
    }
    return render(request, "awards/amendment.html", context)


def new_kinds() -> list[tuple[str, str]]:
    """The kinds of condition an officer may add, with their words."""
    return [(kind, CONDITION_KINDS[kind]) for kind in NEW]
