"""Work done in the background or started by the clock: judging anew, looking for the same achievement, monthly rounds,
opinions whose last day has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django_tasks import task

from thidua.awards.inforce import held
from thidua.awards.models import LawAmendment
from thidua.dossiers.actions.consulting import end_consultations
from thidua.dossiers.actions.lending import looked_through
from thidua.dossiers.actions.opening import open_due
from thidua.dossiers.actions.opinions import end_requests
from thidua.dossiers.actions.touched import rejudge
from thidua.dossiers.actions.twins_found import look_at_all
from thidua.dossiers.queries.opinions import unread_files
from thidua.dossiers.queries.twins import waiting_for_look, whole_backlog
from thidua.foundation.clock import local_day, now
from thidua.notices.actions import complete, slot_for_writing, take_slot
from thidua.notices.queries import slot_done
from thidua.notices.tasks import ask_once
from thidua.organisation.acting import acting_for
from thidua.organisation.models import Duty

SLOT = "dossiers.open_months"


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
    """Ask the worker to look, when something waits and nobody asked yet. Returns whether something waits."""
    return ask_once(look_for_twins, wanted=waiting_for_look().exists())


@task()
def read_lent_papers() -> int:
    """Look through the papers that open requests lend and nobody read yet. Running it twice reads nothing twice."""
    unread = unread_files()
    for file in unread:
        looked_through(file)
    return len(unread)


def ask_for_reading() -> bool:
    """Ask the worker to read them, when there are some and nobody asked yet. Returns whether there are."""
    return ask_once(read_lent_papers, wanted=bool(unread_files()))


@transaction.atomic
def open_months(*, at: datetime) -> int:
    """Open the monthly rounds due on the day, once a day. Returns how many were opened."""
    day = local_day(at)
    if slot_done(SLOT, day):
        return 0
    made = open_due(at=at).made
    complete(slot_for_writing(take_slot(SLOT, day, at=at)), at=at)
    return len(made)


@dataclass(frozen=True)
class Ended:
    """How many requests to agencies and how many public lists came to their last day."""

    requests: int
    consultations: int


def end_opinions(*, at: datetime) -> Ended:
    """End what has passed its last day, and remind agencies whose day is near. Does no harm again."""
    return Ended(end_requests(at=at), end_consultations(at=at))
