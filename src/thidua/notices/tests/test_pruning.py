"""Old letters and results of background work are taken away once a day; what people were told stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from thidua.accounts.tests.factories import UserFactory
from thidua.audit.models import Event
from thidua.notices.actions import Pruned, complete, prune, slot_for_writing, take_slot
from thidua.notices.models import Digest, DigestState, Notice
from thidua.notices.tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db

AT = datetime(2025, 9, 1, 1, 0, tzinfo=UTC)
OLD, NEW = AT - timedelta(days=31), AT - timedelta(days=29)


def letter(created, state=DigestState.SENT):
    row = Digest.objects.create(
        user=UserFactory(email="mot@thanhpho.example"), slot="thu", day=created.date(), state=state,
        message_id=f"<{Digest.objects.count()}@x>", created_at=created, next_at=created,
        sent_at=created if state == DigestState.SENT else None,
    )  # fmt: skip
    NoticeFactory(user=row.user, mailed=True, digest=row)
    return row


def result(finished, status=TaskResultStatus.SUCCESSFUL):
    return DBTaskResult.objects.create(
        status=status,
        finished_at=finished,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="x.y",
        run_after=OLD,
    )


def test_old_letters_and_results_go_newer_and_unfinished_ones_stay():
    for state in (DigestState.SENT, DigestState.MERGED, DigestState.STOPPED):
        letter(OLD, state)
    kept = {letter(NEW).pk, letter(OLD, DigestState.WAITING).pk}
    result(OLD)
    result(OLD, TaskResultStatus.FAILED)
    left = {result(NEW).pk, result(None, TaskResultStatus.READY).pk, result(OLD, TaskResultStatus.RUNNING).pk}
    assert prune(days=30, at=AT) == Pruned(letters=3, results=2)
    assert set(Digest.objects.values_list("pk", flat=True)) == kept
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == left
    assert Notice.objects.count() == 5
    event = Event.objects.get(verb="notices.prune")
    assert event.data == {"letters": 3, "results": 2}


def test_what_went_out_in_an_old_letter_is_not_sent_again():
    letter(OLD)
    prune(days=30, at=AT)
    complete(slot_for_writing(take_slot("thu", AT.date(), at=AT)), at=AT)
    assert not Digest.objects.exists()


def test_once_a_day_and_again_the_next_day():
    prune(days=30, at=AT)
    letter(OLD)
    assert prune(days=30, at=AT + timedelta(hours=3)) is None
    assert Digest.objects.count() == 1
    assert prune(days=30, at=AT + timedelta(days=1)) == Pruned(letters=1)


def test_nothing_old_leaves_no_line_in_the_journal():
    assert prune(days=30, at=AT) == Pruned()
    assert not Event.objects.filter(verb="notices.prune").exists()


def test_the_same_number_of_queries_for_one_letter_and_fifty(django_assert_max_num_queries):
    for _ in range(50):
        letter(OLD)
    with django_assert_max_num_queries(40):
        prune(days=30, at=AT)
