"""Who reads what the members of a cluster handed in."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from thidua.clusters.models import Cluster, ClusterMember, ClusterRole
from thidua.organisation.acting import Acting
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.queries import valid_on
from thidua.plans.policies import sees_all_units

LEADING = (ClusterRole.HEAD, ClusterRole.DEPUTY)


def led_by(acting: Acting, on: date) -> Q:
    """Condition on clusters: the office and leaders read all, officers and heads those their unit leads on the day."""
    if sees_all_units(acting):
        return Q()
    if acting.unit is None or not acting.holds(*UNIT_DUTIES):
        return Q(pk__in=())
    leading = ClusterMember.objects.filter(valid_on(on), unit=acting.unit, role__in=LEADING)
    return Q(pk__in=leading.values("cluster"))


def handed_in_seen_by(acting: Acting, on: date) -> Q:
    """Condition on what units handed in: members of the clusters read, and units whose work members took over."""
    clusters = Cluster.objects.filter(valid_on(on)).filter(led_by(acting, on))
    members = ClusterMember.objects.filter(valid_on(on), cluster__in=clusters.values("pk")).values("unit")
    return Q(unit__in=members) | Q(unit__successions__successor__in=members)
