"""One recipient: what the ledger holds, what the law makes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thidua.awards.queries import facts_for, short_name
from thidua.awards.queries.paying import paid_together
from thidua.awards.queries.picture import drawn
from thidua.awards.queries.reaching import awards_for, present_period, prospects, why
from thidua.awards.rules import Facts, LawInvalid
from thidua.awards.rules.facts import achievement_years
from thidua.foundation.clock import now, today
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.register.actions import look_at
from thidua.register.models import Recipient
from thidua.register.policies import may_describe, may_search, seen_by
from thidua.register.queries import honours_shown


@require_safe
@login_required
def recipient(request: ActingRequest, pk: int) -> HttpResponse:
    """Timeline and trajectory drawn, the same facts in words and tables. Looking is recorded."""
    acting, day = request.acting, today()
    demand(may_search(acting))
    rows = Recipient.objects.filter(seen_by(acting)).select_related("person", "unit", "collective")
    found = visible_or_404(rows, pk=pk)
    look_at(found, by=acting, at=now())
    shown, facts = honours_shown(found, acting), facts_for(found, {})
    honours = [row.honour for row in shown["rows"]]
    outlook = prospects(facts, day)
    context = {
        "recipient": found,
        "shown": shown,
        "count": len(honours),
        "may_describe": may_describe(acting, found),
        "outlook": outlook,
        "drawing": drawn(outlook.road, day.year) if outlook else None,
        "awards": awards_for(found.kind, day),
        "periods": range(present_period(day), present_period(day) - 5, -1),
        "asked": asked(request, facts, day),
        "paid": paid_together(honours, found.kind),
        "day": day,
    }
    return render(request, "awards/recipient.html", context)


def asked(request: ActingRequest, facts: Facts, day: date) -> dict[str, Any] | None:
    """The award and period somebody asks about on the page, answered; None when nothing is asked."""
    award, written = request.GET.get("danh-hieu", ""), request.GET.get("ky", "")
    if not award:
        return None
    try:
        period = achievement_years(written)[1] if written else present_period(day)
        if not day.year - 60 <= period <= day.year:
            raise ValueError
        verdict = why(facts, award, period, day)
    except LawInvalid as problem:
        return {"problem": str(problem)}
    except ValueError:
        return {
            "problem": _("Không đọc được kỳ xét “%(text)s”. Ghi năm, như %(year)s.")
            % {"text": written[:20], "year": day.year}
        }
    return {"award": award, "name": short_name(award), "period": period, "verdict": verdict}
