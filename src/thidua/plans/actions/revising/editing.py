"""A task of a draft gets other words, or those of the document again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Refused
from thidua.foundation.text import decode_legacy, legacy_encoding, tidy
from thidua.organisation.acting import Acting
from thidua.plans.actions.revising.words import (
    FIELDS,
    How,
    TaskWords,
    for_revising,
    keep_printed,
    own_words,
    tidied,
    write,
)
from thidua.plans.models import Task


@transaction.atomic
def edit_task(task: Task, words: TaskWords, *, seen: str, by: Acting, at: datetime) -> Task:
    """Give a task of a draft other words; units are looked up anew where their names changed."""
    found = for_revising(task, seen, by)
    new = tidied(words)
    changed = [name for name in FIELDS if getattr(found, name) != new[name]]
    if not changed:
        raise Refused(_("Chưa có chữ nào khác. Chưa ghi gì."))
    keep_printed(found, How.EDITED, by=by, at=at)
    write(found, new)
    record(
        "plans.edit_task",
        found.key_in_journal,
        by=by.actor,
        at=at,
        data={"fields": changed, "plan": found.plan_id},
    )
    return found


def read_old_font(task: Task, title: str, *, by: Acting, at: datetime) -> None:
    """Give a task printed in an old font the title a person typed, else the whole of its own, and its other words, as
    that font shows them.

    For who settles the flag, inside his transaction; the printed words stay beside them.
    """
    font = legacy_encoding(task.title)
    if font is None:
        return
    new: dict[str, object] = {
        **own_words(task),
        "title": tidy(title) or decode_legacy(task.title, font),
        "directing": decode_legacy(task.directing, font),
    }
    for name in ("implementing", "coordinating"):
        new[name] = [decode_legacy(one, font) for one in getattr(task, name)]
    keep_printed(task, How.EDITED, by=by, at=at)
    write(task, new)


def give_printed_back(task: Task) -> None:
    """Give an edited task the words of the document again, inside the transaction of who takes back what he settled."""
    if task.printed.get("how") == How.EDITED:
        old = {name: task.printed[name] for name in FIELDS}
        task.printed = {}
        write(task, old)
