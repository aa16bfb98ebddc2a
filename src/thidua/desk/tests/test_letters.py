"""The letters of every room leave through one task of the worker."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from thidua.desk import tasks
from thidua.notices.tests.conftest import smtp  # noqa: F401 - the fixture of the room below
from thidua.notices.tests.test_mailing import AT, ONE, letter_to

pytestmark = pytest.mark.django_db


def test_the_worker_is_asked_once_and_sends(smtp):  # noqa: F811 - the fixture
    assert not tasks.ask_for_letters(at=AT)
    letter_to(ONE)
    assert tasks.ask_for_letters(at=AT)
    assert tasks.ask_for_letters(at=AT)
    assert DBTaskResult.objects.count() == 1
    assert tasks.send_letters.call() == {"sent": 1, "failed": 0}
    assert not tasks.ask_for_letters(at=AT)
