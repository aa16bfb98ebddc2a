"""Background work of the room: judging many dossiers anew; looking for the same achievement beside what was sent."""

from __future__ import annotations

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from thidua.awards.inforce import held
from thidua.awards.models import LawAmendment
from thidua.dossiers.actions.touched import rejudge
from thidua.dossiers.actions.twins_found import look_at_all
from thidua.dossiers.queries.twins import waiting_for_look, whole_backlog
from thidua.foundation.clock import now
from thidua.organisation.acting import acting_for
from thidua.organisation.models import Duty


@task()
def rejudge_touched(amendment: int, duty: int) -> int:
    """Judge anew what an act on the law touches, in the name of who asked. Running it twice judges nothing twice."""
    asked = Duty.objects.select_related("user", "unit").get(pk=duty)
    with held():
        return rejudge(LawAmendment.objects.get(pk=amendment), by=acting_for(asked.user, asked), at=now())


@task()
def look_for_twins() -> dict[str, int]:
    """Look at every dossier that waits for it. Running it twice, or twice at once, keeps each suspicion once."""
    keys = list(whole_backlog().values_list("pk", flat=True))
    return {"looked": len(keys), "found": look_at_all(keys, at=now())}


def ask_for_look() -> bool:
    """Ask the worker to look, when something waits and nobody asked yet. Returns whether it was asked.

    A task that its worker left running does not count: what is to be done stands in the dossiers, not in the queue.
    """
    if not waiting_for_look().exists():
        return False
    path, ready = look_for_twins.module_path, TaskResultStatus.READY
    if not DBTaskResult.objects.filter(task_path=path, status=ready).exists():
        look_for_twins.enqueue()
    return True
