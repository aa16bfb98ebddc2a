"""Background work of the room: judging many dossiers anew."""

from __future__ import annotations

from django_tasks import task

from thidua.awards.inforce import held
from thidua.awards.models import LawAmendment
from thidua.dossiers.actions.touched import rejudge
from thidua.foundation.clock import now
from thidua.organisation.acting import acting_for
from thidua.organisation.models import Duty


@task()
def rejudge_touched(amendment: int, duty: int) -> int:
    """Judge anew what an act on the law touches, in the name of who asked. Running it twice judges nothing twice."""
    asked = Duty.objects.select_related("user", "unit").get(pk=duty)
    with held():
        return rejudge(LawAmendment.objects.get(pk=amendment), by=acting_for(asked.user, asked), at=now())
