"""Reading clusters and blocks."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet

from thidua.clusters.models import Cluster, ClusterMember
from thidua.organisation.queries import valid_on


def clusters_on(day: date) -> QuerySet[Cluster]:
    """Clusters in force on a day with their members of that day, heads first. Two queries."""
    members = (
        ClusterMember.objects.filter(valid_on(day)).select_related("unit").order_by("role", "unit__name_fold")
    )
    return Cluster.objects.filter(valid_on(day)).prefetch_related(Prefetch("members", queryset=members))
