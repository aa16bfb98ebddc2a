"""Background work of the desk: the letters that tell people what waits for them, whatever room it is in."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from thidua.foundation.clock import now
from thidua.notices.actions import deliver
from thidua.notices.queries import letters_due
from thidua.notices.tasks import ask_once
from thidua.plans.queries.standing import STANDINGS


@task()
def send_letters() -> dict[str, int]:
    """Send every letter whose time has come. Running it twice, or twice at once, sends each letter once."""
    done = deliver(at=now(), standings=STANDINGS)
    return {"sent": done.sent, "failed": done.failed}


def ask_for_letters(*, at: datetime) -> bool:
    """Ask the worker to send, when a letter's time has come and nobody asked yet. Returns whether there is one."""
    return ask_once(send_letters, wanted=letters_due(at).exists())
