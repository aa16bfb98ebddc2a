"""What the members of a cluster handed in: its head is told at once, reads it and nobody else's."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.clusters.actions import hand_in
from thidua.clusters.models import Cluster, ClusterMember
from thidua.clusters.queries import clusters_led, handed_in
from thidua.notices.models import Notice
from thidua.organisation.models import DutyCode, Succession
from thidua.organisation.tests.factories import DutyFactory, UnitFactory, acting
from thidua.plans import actions
from thidua.plans.models import Registration
from thidua.plans.tests.factories import AT, due, head, in_force
from thidua.plans.tests.test_registering import PNG

pytestmark = pytest.mark.django_db

DUE, ON = date(2025, 2, 28), date(2025, 3, 5)


def member(cluster, unit=None, role="member", **fields):
    values = {"valid_from": date(2024, 1, 1), **fields}
    return ClusterMember.objects.create(cluster=cluster, unit=unit or UnitFactory(), role=role, **values).unit


@pytest.fixture
def cluster():
    return Cluster.objects.create(kind="cluster", code="cum-1", name="Cụm số 1", valid_from=date(2024, 1, 1))


@pytest.fixture
def leading(cluster):
    return member(cluster, UnitFactory(name="Phường Trưởng"), "head")


@pytest.fixture
def unit(cluster, leading):
    return member(cluster, UnitFactory(name="Phường Nộp"))


@pytest.fixture
def task(unit):
    row = due(in_force(), DUE, unit=unit)
    actions.collect(row.task, kinds=["plan", "theme"], milestone=row, by=head(), at=AT)
    return row.task


def give(task, unit):
    by = acting(DutyCode.UNIT_OFFICER, unit)
    return hand_in(task, kind="plan", file=ContentFile(PNG, name="ke-hoach.png"), by=by, at=AT)


def told(user):
    return [row.title for row in Notice.objects.filter(user=user, topic="clusters.handed_in")]


def test_the_head_of_the_cluster_is_told_in_the_same_moment(cluster, leading, unit, task):
    person = DutyFactory(unit=leading, code=DutyCode.UNIT_HEAD).user
    gone = DutyFactory(unit=leading, valid_to=date(2025, 1, 1)).user
    teller = DutyFactory(unit=leading, code=DutyCode.TELLER).user
    deputy = DutyFactory(unit=member(cluster, role="deputy")).user
    give(task, unit)
    assert told(person) == ["Phường Nộp đã nộp: Kế hoạch của đơn vị"]
    assert [told(user) for user in (gone, teller, deputy)] == [[], [], []]
    assert Notice.objects.get(user=person).url == reverse("clusters:handed_in", args=[cluster.pk])


def test_a_head_is_not_told_of_itself_nor_of_other_clusters(cluster, leading, task):
    person = DutyFactory(unit=leading).user
    other = Cluster.objects.create(kind="block", code="khoi-2", name="Khối 2", valid_from=date(2024, 1, 1))
    stranger = member(other)
    task.units.add(leading, stranger)
    give(task, leading)
    give(task, stranger)
    assert told(person) == []


def test_what_members_handed_in_and_what_is_missing(cluster, leading, unit, task):
    late = member(cluster, UnitFactory(name="Phường Thiếu"))
    task.units.add(late, UnitFactory())
    given = give(task, unit)
    found = handed_in(cluster, ON)
    assert [(column.kind, column.handed, column.whole) for column in found.columns] == [
        ("plan", 1, 2),
        ("theme", 0, 2),
    ]
    cells = {
        row.unit.name: [(cell.asked, cell.handed and cell.handed.row) for cell in cells] for row, cells in found.rows
    }
    assert cells == {
        "Phường Trưởng": [(False, None), (False, None)],
        "Phường Nộp": [(True, given), (True, None)],
        "Phường Thiếu": [(True, None), (True, None)],
    }
    assert found.missing == 2


@pytest.mark.parametrize("code", DutyCode)
def test_who_reads(cluster, leading, unit, code):
    everywhere = code not in (
        DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD, DutyCode.COUNCIL_MEMBER, DutyCode.COUNCIL_CHAIR, DutyCode.TELLER,
        DutyCode.ADMIN,
    )  # fmt: skip
    assert clusters_led(acting(code), ON).exists() is everywhere
    at_head = everywhere or code in (DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD)
    assert clusters_led(acting(code, leading), ON).exists() is at_head
    assert clusters_led(acting(code, unit), ON).exists() is everywhere


def test_the_pages_of_the_head(client, cluster, leading, unit, task):
    given = give(task, unit)
    page, file = (
        reverse("clusters:handed_in", args=[cluster.pk]),
        reverse("clusters:handed_in_file", args=[given.pk]),
    )
    client.force_login(acting(DutyCode.UNIT_HEAD, leading).user)
    assert page in client.get(reverse("clusters:list")).content.decode()
    text = client.get(page).content.decode()
    assert "Phường Nộp" in text
    assert file in text
    assert client.get(file).content == PNG
    for other in (unit, UnitFactory()):
        client.force_login(acting(DutyCode.UNIT_HEAD, other).user)
        assert page not in client.get(reverse("clusters:list")).content.decode()
        assert [client.get(url).status_code for url in (page, file)] == [404, 404]


def test_papers_of_a_unit_whose_work_a_member_took_over(client, cluster, leading, task):
    old, heir = UnitFactory(), member(cluster)
    task.units.add(old)
    given = give(task, old)
    Succession.objects.create(predecessor=old, successor=heir, on=date(2025, 3, 1))
    Succession.objects.create(predecessor=old, successor=leading, on=date(2025, 3, 1))
    client.force_login(acting(DutyCode.UNIT_HEAD, leading).user)
    assert client.get(reverse("clusters:handed_in_file", args=[given.pk])).content == PNG


def test_as_many_queries_with_one_member_as_with_fifty(cluster, leading, unit, task):
    give(task, unit)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            handed_in(cluster, ON)
        return len(queries)

    one = asked()
    for _ in range(50):
        new = member(cluster)
        task.units.add(new)
        Registration.objects.create(task=task, unit=new, kind="plan", by=head().user, at=AT)
    assert asked() == one <= 8
