"""The queue of the standing office: by deadline, narrowed and kept, walked from one dossier to the next; the load of officers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thidua.accounts.once import acts_once
from thidua.awards.queries import award_choices
from thidua.dossiers import actions, policies, queries
from thidua.dossiers.flow import FACES, VERDICTS
from thidua.dossiers.models import Dossier, Round
from thidua.dossiers.policies.competence import level_open
from thidua.dossiers.queries import Filters
from thidua.dossiers.queries.queue import (
    WAITING,
    Mark,
    appraisers_on,
    loads,
    neighbour,
    queue_page,
    saved_queues,
)
from thidua.dossiers.rows import drawn
from thidua.dossiers.views.bulk import verbs_for
from thidua.dossiers.views.filters import DUE, filters_of, pills
from thidua.foundation.answers import Refused
from thidua.foundation.clock import today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand, visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.organisation.models import Unit

KEPT = "dossiers_queue"
"""Where the session keeps the queue one works through."""
IN_QUEUE = "hang"
"""Parameter of a dossier's page: opened from the queue, so the way to the next one is shown."""


@require_safe
@login_required
def queue(request: ActingRequest) -> HttpResponse:
    """What waits for the office, the nearest deadline first, 50 at a time. The filters stay until they are changed."""
    demand(policies.may_work_queue(request.acting))
    if not request.GET and request.session.get(KEPT):
        return redirect(reverse("dossiers:queue") + request.session[KEPT])
    filters, day = filters_of(request.GET), today()
    query = filters.query()
    if request.session.get(KEPT, "") != (query if len(query) > 1 else ""):
        request.session[KEPT] = query if len(query) > 1 else ""
    page = queue_page(request.acting, filters, Mark.read(request.GET.get("sau", "")))
    asked = level_open(page.rows)
    for row in page.rows:
        row.level_asked = row.pk in asked  # type: ignore[attr-defined]  # drawn by dossiers.rows
    verbs = verbs_for(request.acting)
    choose = {state for verb in verbs for state in verb.sources}
    context = {
        "filters": filters, "pills": pills(filters), "verbs": verbs, "page": page, "states": _states(), "due": DUE,
        "verdicts": VERDICTS, "bare": reverse("dossiers:queue") + "?het=1",
        "rows": drawn(page.rows, queries.award_labels([row.award for row in page.rows], day), day=day, choose=choose, tail=f"?{IN_QUEUE}=1"),
        "first": reverse("dossiers:detail", args=[page.rows[0].pk]) + f"?{IN_QUEUE}=1" if page.rows else "",
        "next": filters.query(sau=page.next_after) if page.next_after else "",
        "rounds": Round.objects.filter(policies.rounds_seen_by(request.acting)).only("title")[:60],
        "saved": saved_queues(request.user), "query": query, "export": reverse("dossiers:export") + query,
    }  # fmt: skip
    return render(request, "dossiers/queue.html", context)


def _states() -> list[tuple[str, str]]:
    return [(state.value, FACES[state].label) for state in WAITING]


@require_safe
@login_required
def choose(request: ActingRequest) -> HttpResponse:
    """Every filter on one page: also unit, award and officer; and the ways of narrowing that are kept."""
    demand(policies.may_work_queue(request.acting))
    day = today()
    context = {
        "filters": filters_of(request.GET), "states": _states(), "due": DUE, "verdicts": VERDICTS,
        "rounds": Round.objects.filter(policies.rounds_seen_by(request.acting)).only("title")[:60],
        "units": Unit.objects.filter(submissions__sent_at__isnull=False).distinct().only("name").order_by("name_fold", "id"),
        "awards": award_choices(day), "officers": appraisers_on(day), "saved": saved_queues(request.user),
    }  # fmt: skip
    return render(request, "dossiers/queue_filter.html", context)


@require_POST
@login_required
@acts_once
def keep(request: ActingRequest) -> HttpResponse:
    """Keep the filters in use under a name."""
    demand(policies.may_work_queue(request.acting))
    filters = filters_of(QueryDict(request.POST.get("query", "").removeprefix("?")))  # only known filters are kept
    try:
        actions.keep_queue(request.POST.get("name", ""), filters.query(), by=request.acting)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Đã lưu bộ lọc “%(name)s”.") % {"name": request.POST.get("name", "").strip()})
    return redirect(reverse("dossiers:queue") + filters.query())


@require_POST
@login_required
@acts_once
def drop(request: ActingRequest, pk: int) -> HttpResponse:
    """Put away a kept way of narrowing."""
    demand(policies.may_work_queue(request.acting))
    actions.drop_queue(pk, by=request.acting)
    return redirect("dossiers:queue_filter")


def kept_filters(request: ActingRequest) -> Filters:
    """The filters of the queue one works through."""
    return filters_of(QueryDict(request.session.get(KEPT, "").removeprefix("?")))


@require_safe
@login_required
def step_aside(request: ActingRequest, pk: int, way: str) -> HttpResponse:
    """To the dossier before or after this one in the queue; back to the queue where there is none."""
    demand(policies.may_work_queue(request.acting))
    here = visible_or_404(Dossier.objects.filter(policies.seen_by(request.acting)), pk=pk)
    found = neighbour(request.acting, kept_filters(request), Mark(here.due_on, here.pk), back=way == "truoc")
    if found is None:
        messages.info(request, _("Hàng đợi không còn hồ sơ nào khác."))
        return redirect("dossiers:queue")
    return redirect(reverse("dossiers:detail", args=[found]) + f"?{IN_QUEUE}=1")


def onward(request: ActingRequest, here: Mark) -> HttpResponse:
    """After an act in the queue: straight to the next dossier of it."""
    found = neighbour(request.acting, kept_filters(request), here)
    if found is None or found == here.pk:
        messages.info(request, _("Hàng đợi đã hết."))
        return redirect("dossiers:queue")
    return redirect(reverse("dossiers:detail", args=[found]) + f"?{IN_QUEUE}=1")


@require_safe
@login_required
def load(request: ActingRequest) -> HttpResponse:
    """How much each officer has in hand and how much of it is late; the head moves it from here."""
    demand(policies.may_work_queue(request.acting))
    day = today()
    rows = loads(request.acting, day)
    context = {
        "rows": rows,
        "day": day,
        "may_move": policies.may_share_out(request.acting),
        "officers": appraisers_on(day),
        "from": whole_number(request.GET.get("tu")),
    }
    return render(request, "dossiers/load.html", context)
