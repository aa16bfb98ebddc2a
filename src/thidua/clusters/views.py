"""Pages on clusters and blocks."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.clusters.queries import clusters_on
from thidua.foundation.clock import today


@require_safe
@login_required
def clusters(request: HttpRequest) -> HttpResponse:
    """All clusters and blocks in force today with their units."""
    return render(request, "clusters/list.html", {"clusters": clusters_on(today())})
