"""Amending the law: the forms of the officer who answers for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thidua.accounts.once import acts_once
from thidua.awards import actions
from thidua.awards.forms import ConditionForm, EndForm, RulesetForm, SourceForm, ValueForm
from thidua.awards.inforce import law_in_force
from thidua.awards.models import LawAmendment
from thidua.awards.policies import may_amend
from thidua.awards.queries.amendments import last_on, thing_name
from thidua.awards.queries.law import value_row
from thidua.awards.rules.amending import GENERAL, Sort, series_of
from thidua.awards.rules.labels import label_of, split_key
from thidua.awards.rules.parameters import NEW
from thidua.awards.views.law import day_asked, new_kinds
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.text import fold
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest

READS_AND_WRITES = ["GET", "HEAD", "POST"]


def _written(request: ActingRequest, form: SourceForm, act: Callable[[], LawAmendment]) -> HttpResponse | None:
    """Do it when the form is in order; the answer goes to the dossiers the act touches. None: show the form again."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        row = act()
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None
    messages.success(
        request,
        _("Đã ghi vào quy định đang áp dụng, có hiệu lực từ %(day)s.") % {"day": f"{row.valid_from:%d/%m/%Y}"},
    )
    return redirect("dossiers:touched", pk=row.pk)


def _asked(request: ActingRequest) -> dict[str, Any]:
    return {"by": request.acting, "at": now()}


def _at_hand(series: Any, day: date) -> Any:
    """The version in force on a day, else the newest."""
    return next(
        (each for each in series if each.valid_from <= day and (each.valid_to is None or day <= each.valid_to)),
        series[-1],
    )


@require_http_methods(READS_AND_WRITES)
@login_required
@acts_once
def change_value(request: ActingRequest, key: str) -> HttpResponse:
    """Put another value in force from a day on."""
    demand(may_amend(request.acting))
    law = law_in_force()
    series = law.values.series(key)
    if not series:
        raise Http404
    code, short = split_key(law, key)
    before = _at_hand(series, day_asked(request))
    form = ValueForm(short, before.value, request.POST or None, seen=last_on(Sort.VALUE, key))
    answer = _written(request, form, lambda: actions.change_value(
        key, form.cleaned_data["value"], form.cleaned_data["valid_from"], form.cleaned_data["valid_to"], form.source(),
        note=form.cleaned_data["note"], **_asked(request),
    ))  # fmt: skip
    rows = [value_row(key, short, each) for each in reversed(series)]
    context = {
        "form": form,
        "key": key,
        "label": label_of(short),
        "award": law.awards.get(code),
        "rows": rows,
        "before": before,
    }
    return answer or render(request, "awards/change_value.html", context)


@require_http_methods(READS_AND_WRITES)
@login_required
@acts_once
def confirm(request: ActingRequest, sort: str, key: str) -> HttpResponse:
    """Say that a version was compared with its document."""
    demand(may_amend(request.acting))
    law, day = law_in_force(), day_asked(request)
    if sort not in set(Sort):
        raise Http404
    kind = Sort(sort)
    owner = key.partition(".")[0]
    if kind is Sort.CONDITION and owner != GENERAL and owner not in law.awards:
        raise Http404
    series = [
        each for each in series_of(law, kind, key) if kind is not Sort.RULESET or getattr(each, "code", "") == key
    ]
    if not series:
        raise Http404
    version = _at_hand(series, day)
    form = SourceForm(
        request.POST or None,
        citation=version.citation,
        seen=last_on(kind, key),
        initial={"reason": _("Đã đối chiếu với văn bản.")},
    )
    answer = _written(
        request,
        form,
        lambda: actions.confirm(kind, key, version.valid_from, form.source(), **_asked(request)),
    )
    short = split_key(law, key)[1]
    context = {
        "form": form, "name": thing_name(law, kind, key), "version": version, "sort": sort, "key": key,
        "row": value_row(key, short, version) if kind is Sort.VALUE else None,
    }  # fmt: skip
    return answer or render(request, "awards/confirm.html", context)


@require_http_methods(READS_AND_WRITES)
@login_required
@acts_once
def change_condition(request: ActingRequest, key: str) -> HttpResponse:
    """Another version of a condition by its parameters."""
    demand(may_amend(request.acting))
    law, version = _condition(key, day_asked(request))
    form = ConditionForm(version.row, request.POST or None, seen=last_on(Sort.CONDITION, key))
    answer = _written(request, form, lambda: actions.change_condition(
        key, form.cleaned_data["row"], form.cleaned_data["valid_from"], form.cleaned_data["valid_to"], form.source(), **_asked(request),
    ))  # fmt: skip
    context = {"form": form, "key": key, "name": thing_name(law, Sort.CONDITION, key), "version": version}
    return answer or render(request, "awards/change_condition.html", context)


@require_http_methods(READS_AND_WRITES)
@login_required
@acts_once
def end_condition(request: ActingRequest, key: str) -> HttpResponse:
    """The condition is asked no longer after a day."""
    demand(may_amend(request.acting))
    law, version = _condition(key, day_asked(request))
    form = EndForm(request.POST or None, seen=last_on(Sort.CONDITION, key))
    answer = _written(
        request,
        form,
        lambda: actions.end_condition(key, form.cleaned_data["last_day"], form.source(), **_asked(request)),
    )
    context = {"form": form, "key": key, "name": thing_name(law, Sort.CONDITION, key), "version": version}
    return answer or render(request, "awards/end_condition.html", context)


def _condition(key: str, day: date) -> tuple[Any, Any]:
    law = law_in_force()
    owner = key.partition(".")[0]
    if owner != GENERAL and owner not in law.awards:
        raise Http404
    series = series_of(law, Sort.CONDITION, key)
    if not series:
        raise Http404
    return law, _at_hand(series, day)


@require_http_methods(READS_AND_WRITES)
@login_required
@acts_once
def add_condition(request: ActingRequest, code: str) -> HttpResponse:
    """A condition the award did not have: its kind is chosen first, then its parameters."""
    demand(may_amend(request.acting))
    law = law_in_force()
    if code not in law.awards:
        raise Http404
    kind = request.GET.get("loai", "")
    if kind not in NEW:
        return render(
            request,
            "awards/add_condition.html",
            {"award": law.awards[code], "kinds": new_kinds(), "form": None},
        )
    form = ConditionForm({**NEW[kind], "why": ""}, request.POST or None)
    answer = _written(request, form, lambda: actions.change_condition(
        _new_key(code, form.cleaned_data["row"]), form.cleaned_data["row"], form.cleaned_data["valid_from"], form.cleaned_data["valid_to"],
        form.source(), **_asked(request),
    ))  # fmt: skip
    context = {"award": law.awards[code], "kinds": new_kinds(), "form": form, "kind": dict(new_kinds())[kind]}
    return answer or render(request, "awards/add_condition.html", context)


def _new_key(code: str, row: dict[str, Any]) -> str:
    """An id of its own from the first words of the condition; what stands on a statement asks for it under this id."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(str(row["why"]))).strip("-").split("-")[:6]
    taken = {each.id for each in law_in_force().awards[code].conditions}
    base = "-".join(words) or "dieu-kien"
    own = next(name for n in range(1, 100) if (name := base if n == 1 else f"{base}-{n}") not in taken)
    if row["kind"] == "attested":
        row["code"] = f"{code.lower()}_{own.replace('-', '_')}"
    return f"{code}.{own}"


@require_http_methods(READS_AND_WRITES)
@login_required
@acts_once
def add_ruleset(request: ActingRequest) -> HttpResponse:
    """Dossiers received from a day on follow another rule set."""
    demand(may_amend(request.acting))
    form = RulesetForm(request.POST or None, initial={"valid_from": today() + timedelta(days=1)})
    answer = _written(request, form, lambda: actions.add_ruleset(
        form.cleaned_data["code"], form.cleaned_data["name"], form.cleaned_data["valid_from"], form.cleaned_data["valid_to"],
        form.source(), provisional=form.cleaned_data["provisional"], note=form.cleaned_data["note"], **_asked(request),
    ))  # fmt: skip
    return answer or render(request, "awards/add_ruleset.html", {"form": form})


@require_POST
@login_required
@acts_once
def withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    """Undo an act; it stays visible."""
    found = visible_or_404(LawAmendment.objects.select_related("by", "withdraws"), pk=pk)
    try:
        row = actions.withdraw(found, request.POST.get("reason", ""), by=request.acting, at=now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("awards:amendment", pk=pk)
    messages.success(request, _("Đã rút. Quy định trở lại như trước thay đổi này."))
    return redirect("dossiers:touched", pk=row.pk)
