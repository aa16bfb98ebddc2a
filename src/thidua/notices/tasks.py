"""Background work of the room: sending the letters that wait."""

from __future__ import annotations

from datetime import datetime

from django_tasks import TaskResultStatus, task
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
    """Ask the worker to send, when a letter's time has come and nobody asked yet. Returns whether it was asked.

    A task that its worker left running does not count: what is to be done stands in the letters, not in the queue.
    """
    if not queries.letters_due(at).exists():
        return False
    path, ready = send_letters.module_path, TaskResultStatus.READY
    if not DBTaskResult.objects.filter(task_path=path, status=ready).exists():
        send_letters.enqueue()
    return True
