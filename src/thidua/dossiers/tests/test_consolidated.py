"""The consolidated list: who is in it, what is counted, what is not known, what leaves the house."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from thidua.dossiers import actions
from thidua.dossiers.queries.balance import balance_of, counts_of
from thidua.dossiers.queries.status import status_of
from thidua.dossiers.tests.factories import AT, DossierFactory, SubmissionFactory, appraiser
from thidua.dossiers.tests.test_queue import DAY, head
from thidua.organisation.models import DutyCode, UnitKind
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans.tests.cases.schema import wrong_in
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    submission = SubmissionFactory(unit__kind=UnitKind.WARD)

    def one(state="appraised", **fields):
        return DossierFactory(submission=submission, state=state, **fields)

    one(recipient=RecipientFactory(person__sex="female", person__direct_worker=True), eligible=True)
    one(recipient=RecipientFactory(person__sex="male"), facts={"leader": True}, state="concluded", eligible=True)
    one(name="=1+1", state="submitted")
    one(state="ineligible", eligible=False, conclusion="Thiếu năm")
    one(state="withdrawn")
    one(state="draft")
    for sex in ("female", "male"):
        HonourFactory(award="CSTDT", period_from=2024, period_to=2024, recipient=RecipientFactory(person__sex=sex))
    return submission.round


def test_counts_say_yes_no_and_unknown_and_leave_out_who_is_no_longer_proposed(round_):
    found = balance_of(round_, head(), DAY)
    assert (len(found.entries), found.proposed) == (4, 3)
    shares = {row.code: (row.yes, row.no, row.unknown, row.last_yes, row.last_of) for row in found.shares}
    assert shares["women"] == (1, 1, 1, 1, 2)
    assert shares["direct_workers"] == (1, 1, 1, 0, 2)
    assert shares["small_collectives"] == (0, 0, 0, 0, 0)
    assert found.sectors[0][:2] == (str(UnitKind.WARD.label), 3)
    assert found.awards[0][1:] == (3, 2)


def test_quotas_come_from_the_law_room_and_an_aim_nobody_set_says_so(round_):
    found = balance_of(round_, head(), DAY)
    counted = [entry for entry in found.entries if entry.proposed]
    assert counts_of("CSTDT", counted, 5) == {"proposed": 3, "already": 5, "direct_workers": 1, "small_collectives": 0}
    assert any("Chưa đặt mục tiêu về lao động trực tiếp" in quota.text for quota in found.quotas)
    assert {quota.status for quota in found.quotas} <= {"pass", "fail", "unknown"}


def test_the_number_of_queries_stands(round_, django_assert_max_num_queries):
    submission = round_.submissions.get()
    DossierFactory.create_batch(60, submission=submission, state="appraising")
    who = head()
    with django_assert_max_num_queries(5):
        assert balance_of(round_, who, DAY).proposed == 63


def test_page_excel_and_paper(client, round_):
    client.force_login(head().user)
    text = client.get(reverse("dossiers:consolidated", args=[round_.pk])).content.decode()
    assert "Nữ, trong các cá nhân" in text
    assert "Thiếu năm" in text
    data = client.get(reverse("dossiers:consolidated_export", args=[round_.pk])).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names[:2] == ["Danh sách", "Cơ cấu"]
    names = [row[1] for row in book.get_sheet_by_index(0).to_python()[1:]]
    assert "=1+1" in names
    assert len(names) == 4
    assert client.get(reverse("dossiers:consolidated_pdf", args=[round_.pk])).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("duty", "status"),
    [
        (DutyCode.OFFICE_HEAD, 200), (DutyCode.APPRAISER, 200), (DutyCode.LEADER, 200), (DutyCode.UNIT_OFFICER, 403),
        (DutyCode.UNIT_HEAD, 403), (DutyCode.ADMIN, 403),
    ],
)  # fmt: skip
def test_who_opens_it(client, round_, duty, status):
    client.force_login(acting(duty).user)
    for name in ("consolidated", "consolidated_export", "consolidated_pdf"):
        assert client.get(reverse(f"dossiers:{name}", args=[round_.pk])).status_code == status


def test_status_keeps_its_schema_and_counts_what_is_late(round_):
    dossier = round_.dossiers.get(state="concluded")
    dossier.due_on, dossier.returns = DAY - timedelta(days=1), 2
    dossier.save()
    actions.hold(dossier, actions.Matter("complaint", DAY, "Đơn 1", False), by=appraiser(), at=AT)
    found = status_of(round_, DAY)
    assert wrong_in(found, "dossiers-status-1") == []
    assert found["overdue"] == {"office": 1, "unit": 0}
    assert (found["held"], found["returned_again"], found["dossiers"]) == (1, 1, 6)
    assert sum(found["states"].values()) == 6
    assert not any(
        name in json.dumps(found, ensure_ascii=False) for name in round_.dossiers.values_list("name", flat=True)
    )


def test_a_small_collective_is_one_within_a_unit(round_):
    submission = round_.submissions.get()
    team = UnitFactory(kind=UnitKind.COLLECTIVE)
    for collective in (team, UnitFactory()):
        recipient = RecipientFactory(
            kind="collective", person=None, collective=collective, name="Tổ", name_fold="to", unit=None
        )
        DossierFactory(submission=submission, state="appraising", kind="collective", recipient=recipient)
    DossierFactory(submission=submission, state="appraising", kind="collective")
    share = next(row for row in balance_of(round_, head(), DAY).shares if row.code == "small_collectives")
    assert (share.yes, share.no, share.unknown) == (1, 1, 1)
