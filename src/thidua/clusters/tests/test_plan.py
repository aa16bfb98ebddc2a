"""The tasks of a plan by cluster and member."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.clusters.models import Cluster, ClusterKind, ClusterMember, ClusterRole
from thidua.clusters.queries import MOST_TASKS, plan_of_clusters
from thidua.organisation.models import DutyCode, Succession
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans.models import PlanState
from thidua.plans.tests.factories import due, head, in_force

pytestmark = pytest.mark.django_db
SINCE, ON = date(2024, 1, 1), date(2025, 5, 20)


def cluster(name, *units):
    found = Cluster.objects.create(kind=ClusterKind.CLUSTER, code=name, name=f"Cụm {name}", valid_from=SINCE)
    for number, unit in enumerate(units):
        role = ClusterRole.HEAD if number == 0 else ClusterRole.MEMBER
        ClusterMember.objects.create(cluster=found, unit=unit, role=role, valid_from=SINCE)
    return found


def test_the_tasks_of_members_and_how_they_stand():
    plan, busy, idle, other = in_force(), UnitFactory(), UnitFactory(), UnitFactory()
    cluster("1", busy, idle)
    late, ahead = due(plan, date(2025, 5, 14), unit=busy), due(plan, date(2025, 9, 26), unit=busy)
    outside, unchosen = due(plan, date(2025, 6, 2), unit=other), due(plan, date(2025, 6, 3))
    found = plan_of_clusters(plan, ON)
    (one,) = found.clusters
    assert [row.task.pk for row in one.members[0].tasks] == [late.task_id, ahead.task_id]
    assert [member.unit for member in one.idle] == [idle]
    assert (one.size, one.counts) == (2, {"late": 1, "warn": 0, "ok": 1, "held": 0})
    assert [row.task.pk for row in found.outside] == [outside.task_id]
    assert [row.task.pk for row in found.unchosen] == [unchosen.task_id]


def test_a_task_carried_by_two_members_is_counted_once():
    plan, one, two = in_force(), UnitFactory(), UnitFactory()
    cluster("1", one, two)
    due(plan, date(2025, 5, 14), unit=one).task.units.add(two)
    (found,) = plan_of_clusters(plan, ON).clusters
    assert len(found.members) == 2
    assert found.counts["late"] == 1


def test_a_member_carries_what_the_unit_it_took_over_carried():
    plan, old, new = in_force(), UnitFactory(), UnitFactory()
    cluster("1", new)
    Succession.objects.create(predecessor=old, successor=new, on=date(2025, 3, 1), document="NQ 1")
    due(plan, date(2025, 9, 26), unit=old)
    assert len(plan_of_clusters(plan, ON).clusters[0].members) == 1
    assert plan_of_clusters(plan, date(2025, 2, 1)).clusters[0].members == []


def test_clusters_without_tasks_stand_apart():
    plan, unit = in_force(), UnitFactory()
    busy, free = cluster("1", unit), cluster("2", UnitFactory())
    due(plan, date(2025, 9, 26), unit=unit)
    found = plan_of_clusters(plan, ON)
    assert ([one.cluster for one in found.busy], [one.cluster for one in found.free]) == ([busy], [free])


def test_a_member_with_many_tasks_names_some_and_leads_to_the_others(client):
    plan, unit = in_force(), UnitFactory()
    cluster("1", unit)
    for _ in range(MOST_TASKS + 2):
        due(plan, date(2025, 9, 26), unit=unit)
    client.force_login(head().user)
    text = client.get(reverse("clusters:plan", args=[plan.pk])).content.decode()
    assert "và 2 việc nữa" in text
    assert f'{reverse("plans:board", args=[plan.pk])}?don-vi={unit.pk}"' in text


def test_the_board_leads_to_it_and_drafts_are_hidden(client):
    boss, plan = head(), in_force()
    client.force_login(boss.user)
    board = client.get(reverse("plans:board", args=[plan.pk])).content.decode()
    assert f'href="{reverse("clusters:plan", args=[plan.pk])}"' in board
    plan.state = PlanState.DRAFT
    plan.save()
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    assert client.get(reverse("clusters:plan", args=[plan.pk])).status_code == 404


def test_the_same_queries_for_few_and_for_many(client):
    client.force_login(head().user)
    counts = []
    for size in (1, 30):
        plan = in_force(issuer=f"Cơ quan {size}")
        for number in range(size):
            unit = UnitFactory()
            cluster(f"{size}-{number}", unit)
            due(plan, date(2025, 9, 26), unit=unit)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("clusters:plan", args=[plan.pk])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
