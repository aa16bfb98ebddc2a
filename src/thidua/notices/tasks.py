"""Background work of the room: sending the letters that wait; and asking the worker, for every room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from thidua.foundation.clock import now
from thidua.notices import queries
from thidua.notices.actions import deliver


@task()
def send_letters() -> dict[str, int]:
    """Send every letter whose time has come. Running it twice, or twice at once, sends each letter once."""
    done = deliver(at=now())
    return {"sent": done.sent, "failed": done.failed}


def ask_for_letters(*, at: datetime) -> bool:
    """Ask the worker to send, when a letter's time has come and nobody asked yet. Returns whether there is one."""
    return ask_once(send_letters, wanted=queries.letters_due(at).exists())


def ask_once(work: Task[Any, Any], *, wanted: bool) -> bool:
    """Ask the worker for work without arguments that is wanted and that nobody asked for yet. Returns `wanted`.

    A task that its worker left running does not count: what is to be done stands in the rows, not in the queue.
    """
    asked = DBTaskResult.objects.filter(task_path=work.module_path, status=TaskResultStatus.READY)
    if wanted and not asked.exists():
        work.enqueue()
    return wanted
