"""Pages on clusters and blocks."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from thidua.accounts.once import acts_once
from thidua.clusters import actions, queries
from thidua.documents.serving import kept_file_response
from thidua.documents.uploads import files_first
from thidua.foundation.clock import today
from thidua.organisation.access import visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans.queries import plans
from thidua.plans.views.registering import hand_in_page


@require_safe
@login_required
def clusters(request: ActingRequest) -> HttpResponse:
    """All clusters and blocks in force today with their units."""
    day = today()
    led = set(queries.clusters_led(request.acting, day).values_list("pk", flat=True))
    return render(request, "clusters/list.html", {"clusters": queries.clusters_on(day), "led": led})


@require_safe
@login_required
def plan_of_clusters(request: ActingRequest, pk: int) -> HttpResponse:
    """The tasks of a plan by cluster and member, each with how it stands today."""
    plan = visible_or_404(plans(request.acting), pk=pk)
    context = {
        "plan": plan,
        "view": "cum",
        "board_url": reverse("plans:board", args=[plan.pk]),
        "day": today(),
        "found": queries.plan_of_clusters(plan, today()),
    }
    return render(request, "clusters/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@files_first
@acts_once
def hand_in(request: ActingRequest, pk: int) -> HttpResponse:
    """A unit's own page under a task of the plan: what it hands in goes to the city and to its cluster's head at once."""
    return hand_in_page(request, pk, actions.hand_in)


@require_safe
@login_required
def handed_in(request: ActingRequest, pk: int) -> HttpResponse:
    """What the members of a cluster handed in under the tasks of the plans in force, for its head and the office."""
    day = today()
    cluster = visible_or_404(queries.clusters_led(request.acting, day), pk=pk)
    context = {"found": queries.handed_in(cluster, day), "cluster": cluster, "day": day}
    return render(request, "clusters/handed_in.html", context)


@require_safe
@login_required
def handed_in_file(request: ActingRequest, pk: int) -> HttpResponse:
    """The file a member handed in."""
    return kept_file_response(visible_or_404(queries.handed_in_files(request.acting, today()), pk=pk).file)
