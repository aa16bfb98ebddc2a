"""The page of clusters and blocks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.clusters.models import ClusterKind, ClusterRole
from thidua.clusters.tests.factories import ClusterFactory, ClusterMemberFactory
from thidua.foundation.clock import today
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db
URL = "/danh-muc/cum-khoi/"


@pytest.fixture
def inside(client):
    client.force_login(acting().user)
    return client


def rows(client):
    """The cells of each row, without tags."""
    page = client.get(URL).content.decode()
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)[1]
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def test_address_is_the_one_other_rooms_link_to():
    assert reverse("clusters:list") == URL


def test_strangers_are_led_to_signing_in(client):
    answer = client.get(URL)
    assert answer.status_code == 302
    assert answer["Location"] == f"/tai-khoan/dang-nhap/?next={URL}"


@pytest.mark.parametrize("code", DutyCode.values)
def test_every_duty_reads_the_list(client, code):
    client.force_login(acting(code).user)
    assert client.get(URL).status_code == 200


def test_nothing_is_sent_to_the_list(inside):
    assert inside.post(URL).status_code == 405


def test_empty_list_says_so(inside):
    assert rows(inside) == [["Chưa có cụm, khối nào."]]


def test_row_shows_head_deputies_and_number_of_units(inside):
    cluster = ClusterFactory(name="Cụm thi đua số 1")
    head = ClusterMemberFactory(cluster=cluster, role=ClusterRole.HEAD).unit
    deputy = ClusterMemberFactory(cluster=cluster, role=ClusterRole.DEPUTY).unit
    member = ClusterMemberFactory(cluster=cluster).unit
    ended = ClusterMemberFactory(cluster=cluster, valid_to=today() - timedelta(days=1)).unit
    ((name, heads, deputies, count, everyone),) = rows(inside)
    assert (name, heads, deputies, count) == ("Cụm thi đua số 1", head.name, deputy.name, "3")
    assert everyone == f"Xem danh sách {head.name} {deputy.name} {member.name}"
    page = inside.get(URL).content.decode()
    for unit in (head, deputy, member):
        assert reverse("organisation:unit", args=[unit.pk]) in page
    assert reverse("organisation:unit", args=[ended.pk]) not in page


def test_block_is_listed_and_one_that_ended_is_not(inside):
    ClusterFactory(kind=ClusterKind.BLOCK, name="Khối Sở, ngành")
    ClusterFactory(name="Cụm đã giải thể", valid_to=today() - timedelta(days=1))
    assert [row[0] for row in rows(inside)] == ["Khối Sở, ngành"]


def test_last_day_is_still_shown(inside):
    ClusterFactory(name="Cụm ngày cuối", valid_to=today())
    assert [row[0] for row in rows(inside)] == ["Cụm ngày cuối"]


def test_same_number_of_queries_at_1_and_50_rows(inside):
    def add(count):
        for cluster in ClusterFactory.create_batch(count):
            ClusterMemberFactory(cluster=cluster, role=ClusterRole.HEAD)
            ClusterMemberFactory.create_batch(2, cluster=cluster)

    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert inside.get(URL).status_code == 200
        return len(seen)

    add(1)
    few = asked()
    add(49)
    assert len(rows(inside)) == 50
    assert asked() == few
