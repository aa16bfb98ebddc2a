"""Background work of the room: looking for recipients who may be one."""

from __future__ import annotations

from django_tasks import task

from thidua.foundation.clock import now
from thidua.notices.tasks import ask_once
from thidua.organisation.acting import Acting, acting_for
from thidua.organisation.models import Duty
from thidua.register import queries
from thidua.register.actions import look_for_pairs
from thidua.register.actions.importing import is_short, read_import, write_import
from thidua.register.models import ImportState, LedgerImport


@task()
def find_pairs() -> dict[str, int]:
    """Compare all recipients that came since the last time, a batch in each transaction."""
    found = batches = 0
    while (run := look_for_pairs(at=now())) is not None:
        found, batches = found + run.found, batches + 1
    return {"found": found, "batches": batches}


@task()
def read_ledger_import(pk: int, duty: int) -> str:
    """Read the file of an import in the background. Run twice, the second finds it read."""
    found = LedgerImport.objects.select_related("file", "unit").get(pk=pk)
    if found.state == ImportState.READING:
        read_import(found, by=_acting(duty), at=now())
    return str(found.state)


@task()
def write_ledger_import(pk: int, duty: int) -> str:
    """Write the good lines of an import in the background; begun again after a stop, it goes on where it stopped."""
    found = LedgerImport.objects.select_related("file", "unit").get(pk=pk)
    if found.state == ImportState.WRITING:
        write_import(found, by=_acting(duty), at=now())
        ask_for_pairs()
    return str(found.state)


def go_on(ledger_import: LedgerImport, *, by: Acting) -> None:
    """Read or write an import: a short file at once, a long one in the background."""
    assert by.duty is not None
    work = {ImportState.READING: read_ledger_import, ImportState.WRITING: write_ledger_import}.get(
        ImportState(ledger_import.state)
    )
    if work is None:
        return
    if is_short(ledger_import):
        work.call(ledger_import.pk, by.duty.pk)
    else:
        work.enqueue(ledger_import.pk, by.duty.pk)


def _acting(duty: int) -> Acting:
    """In whose name the work was asked for."""
    found = Duty.objects.select_related("user", "unit").get(pk=duty)
    return acting_for(found.user, found)


def ask_for_pairs() -> bool:
    """Ask the worker to look, when somebody new came and nobody asked yet. Returns whether there is something to do."""
    return ask_once(find_pairs, wanted=queries.new_since_last_run())
