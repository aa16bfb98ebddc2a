"""Background work of the room: looking for recipients who may be one."""

from __future__ import annotations

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from thidua.foundation.clock import now
from thidua.register import queries
from thidua.register.actions import look_for_pairs


@task()
def find_pairs() -> dict[str, int]:
    """Compare all recipients that came since the last time, a batch in each transaction."""
    found = batches = 0
    while (run := look_for_pairs(at=now())) is not None:
        found, batches = found + run.found, batches + 1
    return {"found": found, "batches": batches}


def ask_for_pairs() -> bool:
    """Ask the worker to look, when somebody new came and nobody asked yet. Returns whether there is something to do."""
    if not queries.new_since_last_run():
        return False
    if not DBTaskResult.objects.filter(task_path=find_pairs.module_path, status=TaskResultStatus.READY).exists():
        find_pairs.enqueue()
    return True
