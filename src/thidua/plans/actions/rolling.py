"""Next year's plan: the chosen proposals become a Word document, and that a draft plan like any other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.documents.rendering import ContextError
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.importing import ReadDocument, keep_plan, read_document
from thidua.plans.models import Plan
from thidua.plans.policies import may_roll
from thidua.plans.queries.paper import paper_docx, plan_proposals
from thidua.plans.rolling import Choice, Kind, Proposal, taken

LAST_YEARS_ON = 10
"""How many years on a plan may be rolled over at once."""


def write_next(
    plan: Plan,
    year: int,
    choices: Mapping[str, Choice],
    *,
    number: str = "",
    dated: date | None = None,
    by: Acting,
    at: datetime,
) -> bytes:
    """The Word document of the plan for `year` with the chosen proposals in it. Writes nothing to the database.

    Raises Refused for a year that is not after the plan's own, for a choice left empty, and when no task is left.
    """
    insist(may_roll(by, plan))
    if plan.year is None or not plan.year < year <= plan.year + LAST_YEARS_ON:
        raise Refused(_("Năm của kế hoạch mới phải sau năm %(year)s. Chưa lập gì.") % {"year": plan.year})
    paper, found = plan_proposals(plan, year)
    _refuse_empty(found, choices)
    new = taken(paper, found, choices, new_year=year, number=tidy(number) or None, dated=dated)
    if not new.tasks:
        raise Refused(_("Không còn việc nào trong kế hoạch mới. Chưa lập gì; hãy giữ lại ít nhất một việc."))
    try:
        return paper_docx(new, at)
    except ContextError as wrong:
        raise Refused(str(wrong)) from wrong


def _refuse_empty(found: list[Proposal], choices: Mapping[str, Choice]) -> None:
    for one in found:
        choice = choices.get(one.id)
        if choice and choice.taken and one.kind is not Kind.DROP and not tidy(choice.text):
            text = _("Chữ mới ở “%(old)s” đang để trống. Chưa lập gì; hãy nhập chữ hoặc bỏ chọn.")
            raise Refused(text % {"old": one.old[:80]})


def read_next(data: bytes, year: int, *, at: datetime) -> ReadDocument:
    """Read the document of the new year as any document is read. Writes nothing."""
    return read_document(data, file_name(year), around=max(local_day(at), date(year, 1, 1)))


def file_name(year: int) -> str:
    """What the file of a drafted plan is called."""
    return f"du-thao-ke-hoach-{year}.docx"


@transaction.atomic
def keep_next(document: ReadDocument, plan: Plan, choices: Mapping[str, Choice], *, by: Acting, at: datetime) -> Plan:
    """Keep the document as a draft plan, and tell the journal from which plan it came and what was decided."""
    insist(may_roll(by, plan))
    draft = keep_plan(document, by=by, at=at)
    chosen = sorted(place for place, choice in choices.items() if choice.taken)
    left = sorted(place for place, choice in choices.items() if not choice.taken)
    record(
        "plans.roll", draft.key, by=by.actor, at=at, after=draft.state,
        data={"from": plan.pk, "year": draft.year, "taken": len(chosen), "left": left},
    )  # fmt: skip
    return draft


def roll_over(
    plan: Plan,
    year: int,
    choices: Mapping[str, Choice],
    *,
    number: str = "",
    dated: date | None = None,
    by: Acting,
    at: datetime,
) -> Plan:
    """Write, read and keep the plan of `year` as a draft. Nothing is saved unless everything is."""
    data = write_next(plan, year, choices, number=number, dated=dated, by=by, at=at)
    return keep_next(read_next(data, year, at=at), plan, choices, by=by, at=at)
