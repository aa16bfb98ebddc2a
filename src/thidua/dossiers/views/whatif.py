"""Trying a draft of the law on the verdicts of a year. The draft stands in the session: nothing is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.awards.forms import ConditionParts, ValueParts
from thidua.awards.inforce import law_in_force
from thidua.awards.policies import may_amend
from thidua.awards.queries import drafts, short_name
from thidua.awards.rules import Law, LawInvalid
from thidua.awards.rules.bulk.whatif import Draft, drafted
from thidua.awards.rules.labels import label_of, split_key
from thidua.awards.rules.parameters import KINDS, NEW
from thidua.dossiers.flow import UNJUDGED, VERDICTS
from thidua.dossiers.policies.whatif import may_try_drafts
from thidua.dossiers.queries.whatif import periods_judged, tried
from thidua.foundation.clock import today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand
from thidua.organisation.acting import ActingRequest

SESSION_KEY = "law_draft"
READS_AND_WRITES = ["GET", "HEAD", "POST"]


def kept_draft(request: ActingRequest) -> Draft:
    """The draft of this session; empty at first."""
    return Draft.from_json(request.session.get(SESSION_KEY) or Draft().to_json())


def _keep(request: ActingRequest, draft: Draft) -> None:
    request.session[SESSION_KEY] = draft.to_json()


@require_safe
@login_required
def whatif(request: ActingRequest) -> HttpResponse:
    """The draft, and which verdicts of the chosen year it turns."""
    demand(may_try_drafts(request.acting))
    law, draft, day, periods = law_in_force(), kept_draft(request), today(), periods_judged()
    year, award, after = (request.GET.get(name, "") for name in ("ky", "danh-hieu", "sau"))
    asked = whole_number(year)
    period = asked if asked in periods else next(iter(periods), None)
    award = award if award in law.awards else ""
    trial, problem, lines = None, "", []
    try:
        lines = drafts.draft_lines(law, draft, day)
        if draft and period:
            trial = tried(law, draft, period, award, after=whole_number(after) or 0)
    except LawInvalid as reason:
        problem = str(reason)
    context = {
        "office": True, "lines": lines, "trial": trial, "problem": problem, "periods": periods, "period": period, "award": award,
        "values": drafts.value_choices(law, day), "conditions": drafts.condition_choices(law, day),
        "awards": [(code, each.name) for code, each in sorted(law.awards.items(), key=lambda pair: pair[1].name)],
        "kinds": [(kind, KINDS[kind]) for kind in NEW], "may_amend": may_amend(request.acting),
        "moves": [(_face(old), _face(new), count, old != new) for old, new, count in trial.moves] if trial else [],
        "turned": [
            {"dossier": row.dossier, "award": short_name(row.dossier.award), "before": _face(row.before), "after": _face(row.after), "reasons": row.reasons[:3]}
            for row in trial.rows
        ] if trial else [],
        "next": f"?ky={period}&danh-hieu={award}&sau={trial.next_after}" if trial and trial.next_after else "",
    }  # fmt: skip
    return render(request, "dossiers/whatif.html", context)


def _face(code: str) -> Any:
    return VERDICTS.get(code, UNJUDGED)


@require_http_methods(READS_AND_WRITES)
@login_required
def value(request: ActingRequest) -> HttpResponse:
    """Say another value in the draft."""
    demand(may_try_drafts(request.acting))
    law, key, draft = law_in_force(), request.GET.get("khoa", ""), kept_draft(request)
    stands = law.value(key, today()) if law.values.series(key) else None
    if stands is None:
        raise Http404
    owner, short = split_key(law, key)
    form = ValueParts(short, draft.values.get(key, stands.value), request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = Draft({**draft.values, key: form.cleaned_data["value"]}, draft.conditions, draft.dropped)
        if _fits(law, new, form):
            return _kept(request, new)
    title = f"{drafts.holder(law, owner)} · {label_of(short)}"
    return render(request, "dossiers/whatif_edit.html", {"form": form, "title": title})


@require_http_methods(READS_AND_WRITES)
@login_required
def condition(request: ActingRequest) -> HttpResponse:
    """Say a condition otherwise in the draft (`khoa`), or add one (`danh-hieu` and `loai`)."""
    demand(may_try_drafts(request.acting))
    law, draft, get = law_in_force(), kept_draft(request), request.GET
    key, row = _condition_asked(law, draft, get.get("khoa", ""), get.get("danh-hieu", ""), get.get("loai", ""))
    form = ConditionParts(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = Draft(draft.values, {**draft.conditions, key: form.cleaned_data["row"]}, draft.dropped)
        if _fits(law, new, form):
            return _kept(request, new)
    title = f"{drafts.holder(law, key.partition('.')[0])} · {_(KINDS.get(str(row['kind']), ''))}"
    return render(request, "dossiers/whatif_edit.html", {"form": form, "title": title})


def _condition_asked(law: Law, draft: Draft, key: str, code: str, kind: str) -> tuple[str, dict[str, Any]]:
    """The key and the row to begin with; 404 for what the law does not have."""
    if key:
        found = drafts.condition_on(law, key, today())
        if key not in draft.conditions and found is None:
            raise Http404
        return key, dict(draft.conditions.get(key) or (found.row if found else {}))
    if code not in law.awards or kind not in NEW:
        raise Http404
    taken = {each.partition(".")[2] for each in draft.conditions} | {row.id for row in law.awards[code].conditions}
    own = next(name for n in range(1, 1000) if (name := f"du-thao-{n}") not in taken)
    start = {**NEW[kind], "why": ""}
    if kind == "attested":
        start["code"] = f"{code.lower()}_{own.replace('-', '_')}"
    return f"{code}.{own}", start


def _fits(law: Law, draft: Draft, form: Any) -> bool:
    try:
        drafted(law, draft)
    except LawInvalid as reason:
        form.add_error(None, str(reason))
        return False
    return True


def _kept(request: ActingRequest, draft: Draft) -> HttpResponse:
    _keep(request, draft)
    return redirect("dossiers:whatif")


@require_POST
@login_required
def edit(request: ActingRequest) -> HttpResponse:
    """Drop a condition (`bo`), take a point of the draft back (`rut`), begin anew (`lam-lai`). Twice is as once."""
    demand(may_try_drafts(request.acting))
    draft, key = kept_draft(request), request.POST.get("khoa", "")
    match request.POST.get("viec", ""):
        case "bo":
            if drafts.condition_on(law_in_force(), key, today()) is None:
                messages.error(request, _("Hãy chọn điều kiện cần bỏ. Dự thảo giữ nguyên."))
            elif key not in draft.dropped:
                _keep(request, Draft(draft.values, _without(draft.conditions, key), (*draft.dropped, key)))
        case "rut":
            dropped = tuple(each for each in draft.dropped if each != key)
            _keep(request, Draft(_without(draft.values, key), _without(draft.conditions, key), dropped))
        case "lam-lai":
            _keep(request, Draft())
    return redirect("dossiers:whatif")


def _without(rows: Any, key: str) -> dict[str, Any]:
    return {each: row for each, row in rows.items() if each != key}
