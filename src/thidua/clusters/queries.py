"""Reading clusters and blocks."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, IntegerField, Prefetch, QuerySet, Value, When

from thidua.clusters.models import Cluster, ClusterMember, ClusterRole
from thidua.organisation.queries import valid_on

RANK = Case(
    *(When(role=role, then=Value(place)) for place, role in enumerate(ClusterRole)),
    output_field=IntegerField(),
)
"""The order of roles in a cluster, as they are listed in ClusterRole."""


def clusters_on(day: date) -> QuerySet[Cluster]:
    """Clusters in force on a day with their members of that day: head, deputies, then the others by name. Two queries."""
    members = (
        ClusterMember.objects.filter(valid_on(day))
        .select_related("unit")
        .order_by(RANK, "unit__name_fold", "id")
    )
    return Cluster.objects.filter(valid_on(day)).prefetch_related(Prefetch("members", queryset=members))
