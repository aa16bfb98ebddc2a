"""Clusters and their members for tests. Rooms above import these."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from thidua.clusters.models import Cluster, ClusterKind, ClusterMember
from thidua.organisation.tests.factories import UnitFactory


class ClusterFactory(DjangoModelFactory[Cluster]):
    class Meta:
        model = Cluster

    kind = ClusterKind.CLUSTER
    code = factory.Sequence(lambda n: f"cum-{n:04d}")
    name = factory.Sequence(lambda n: f"Cụm thi đua số {n}")
    valid_from = date(2020, 1, 1)


class ClusterMemberFactory(DjangoModelFactory[ClusterMember]):
    class Meta:
        model = ClusterMember

    cluster = factory.SubFactory(ClusterFactory)
    unit = factory.SubFactory(UnitFactory)
    valid_from = date(2020, 1, 1)
