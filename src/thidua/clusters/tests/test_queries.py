"""Which clusters and members are in force on a day, and in what order."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError

from thidua.clusters.models import ClusterKind, ClusterRole
from thidua.clusters.queries import clusters_on
from thidua.clusters.tests.factories import ClusterFactory, ClusterMemberFactory
from thidua.organisation.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 16)
FIRST_AND_LAST_DAY = [
    (date(2025, 6, 16), None, True),
    (date(2025, 6, 17), None, False),
    (date(2020, 1, 1), date(2025, 6, 16), True),
    (date(2020, 1, 1), date(2025, 6, 15), False),
]


@pytest.mark.parametrize(("start", "end", "stands"), FIRST_AND_LAST_DAY)
def test_cluster_stands_from_its_first_to_its_last_day(start, end, stands):
    cluster = ClusterFactory(valid_from=start, valid_to=end)
    assert list(clusters_on(DAY)) == ([cluster] if stands else [])


@pytest.mark.parametrize(("start", "end", "belongs"), FIRST_AND_LAST_DAY)
def test_unit_belongs_from_its_first_to_its_last_day(start, end, belongs):
    member = ClusterMemberFactory(valid_from=start, valid_to=end)
    (cluster,) = clusters_on(DAY)
    assert list(cluster.members.all()) == ([member] if belongs else [])


def test_order_is_by_kind_then_code():
    block = ClusterFactory(kind=ClusterKind.BLOCK, code="a")
    second, first = ClusterFactory(code="z"), ClusterFactory(code="y")
    assert [row.code for row in clusters_on(DAY)] == [block.code, first.code, second.code]


def test_head_comes_first_then_deputies_then_the_others_by_name():
    cluster = ClusterFactory()
    for name, role in (
        ("Sở Ánh", ClusterRole.MEMBER),
        ("Sở Điện", ClusterRole.MEMBER),
        ("Sở Bến", ClusterRole.DEPUTY),
        ("Sở An", ClusterRole.DEPUTY),
        ("Sở Yên", ClusterRole.HEAD),
        ("Sở Cảng", ClusterRole.MEMBER),
    ):
        ClusterMemberFactory(cluster=cluster, unit=UnitFactory(name=name), role=role)
    (row,) = clusters_on(DAY)
    assert [member.unit.name for member in row.members.all()] == [
        "Sở Yên", "Sở An", "Sở Bến", "Sở Ánh", "Sở Cảng", "Sở Điện",
    ]  # fmt: skip


def test_members_stay_with_their_own_cluster():
    first, second = ClusterMemberFactory(), ClusterMemberFactory()
    found = {row.pk: [member.pk for member in row.members.all()] for row in clusters_on(DAY)}
    assert found == {first.cluster_id: [first.pk], second.cluster_id: [second.pk]}


def test_unit_enters_a_cluster_once_on_a_day_and_may_come_back_later():
    member = ClusterMemberFactory(valid_to=date(2021, 1, 1))
    again = ClusterMemberFactory(cluster=member.cluster, unit=member.unit, valid_from=date(2024, 1, 1))
    (row,) = clusters_on(DAY)
    assert list(row.members.all()) == [again]
    with pytest.raises(IntegrityError):
        ClusterMemberFactory(cluster=member.cluster, unit=member.unit)


@pytest.mark.parametrize("count", [1, 30])
def test_two_queries_however_many_there_are(count, django_assert_num_queries):
    for cluster in ClusterFactory.create_batch(count):
        ClusterMemberFactory.create_batch(3, cluster=cluster)
    with django_assert_num_queries(2):
        names = [member.unit.name for row in clusters_on(DAY) for member in row.members.all()]
    assert len(names) == 3 * count
