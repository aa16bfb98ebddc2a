"""Asking the worker for background work, for every room."""

from __future__ import annotations

from typing import Any

from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult


def ask_once(work: Task[Any, Any], *, wanted: bool) -> bool:
    """Ask the worker for work without arguments that is wanted and that nobody asked for yet. Returns `wanted`.

    A task that its worker left running does not count: what is to be done stands in the rows, not in the queue.
    """
    asked = DBTaskResult.objects.filter(task_path=work.module_path, status=TaskResultStatus.READY)
    if wanted and not asked.exists():
        work.enqueue()
    return wanted
