"""What is written on a dossier: facts, papers, answers, matches, the verdict."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.awards.actions import keep_rules
from thidua.awards.queries import verdict_for
from thidua.awards.rules import LawInvalid
from thidua.documents.actions import store_file
from thidua.documents.checks.worker import check_upload
from thidua.dossiers.actions.moving import faster
from thidua.dossiers.models import Defect, Dossier, Paper
from thidua.dossiers.policies import (
    may_answer,
    may_change_person,
    may_declare,
    may_edit,
    may_edit_details,
    may_judge,
    may_match,
    may_replace,
    may_reveal_number,
)
from thidua.dossiers.policies.holding import open_holds, with_holds
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import search_keys, tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.sealing import index_cccd, open_cccd, seal_cccd
from thidua.register.models import Recipient
from thidua.register.queries import suggested_matches

PLAIN = ("birth", "position", "workplace", "achievement")
"""Details that name nobody."""


def name_fields(name: str, cccd: str) -> dict[str, Any]:
    """The fields that follow from a name and an identity number: folded, sealed, matched in the ledger by number."""
    shown = tidy(name)
    matches = suggested_matches(shown, "", cccd, None) if cccd else []
    return {
        "name": shown,
        **search_keys(shown),
        "cccd_sealed": seal_cccd(cccd),
        "cccd_index": index_cccd(cccd),
        "recipient": matches[0] if len(matches) == 1 else None,
    }


def judge(dossier: Dossier, *, at: datetime) -> None:
    """Put the verdict on the dossier (not saved): by the rules of the day it was sent, or of today while a draft."""
    on = local_day(dossier.sent_at or at)
    holds = open_holds(dossier) if dossier.pk else []
    try:
        dossier.verdict = verdict_for(
            dossier.recipient,
            with_holds(dossier.facts, holds),
            dossier.award,
            dossier.round.period,
            on,
            kind=dossier.kind,
        )
    except (LawInvalid, ValueError) as error:
        dossier.verdict, dossier.verdict_code = {"conditions": [], "problem": str(error)}, "unknown"
        return
    dossier.verdict_code = dossier.verdict["verdict"]
    if holds and dossier.verdict_code != "fail":
        dossier.verdict_code = "hold"  # also when the matter was opened after the day whose rules judge
    keep_rules(dossier.award, received_on=on, at=at)


@transaction.atomic
def judge_again(dossier: Dossier, *, by: Acting, at: datetime) -> Dossier:
    """Judge afresh by what the ledger says now."""
    insist(may_judge(by, dossier))
    judge(dossier, at=at)
    _write(dossier, at=at, verdict=dossier.verdict, verdict_code=dossier.verdict_code)
    record("dossiers.judge", dossier.key, by=by.actor, at=at, after=dossier.verdict_code)
    return dossier


def _write(dossier: Dossier, *, at: datetime, **changes: Any) -> None:
    """Change fields of a dossier by compare-and-swap on its revision; Conflict tells who was faster."""
    rows = Dossier.objects.filter(pk=dossier.pk, revision=dossier.revision)
    if not rows.update(revision=F("revision") + 1, **changes):
        raise Conflict(faster(dossier))
    dossier.refresh_from_db()


def _drawn_from(dossier: Dossier, revision: int | None) -> None:
    if revision is not None and revision != dossier.revision:
        raise Conflict(faster(dossier))


@transaction.atomic
def edit(dossier: Dossier, fields: dict[str, str], *, by: Acting, at: datetime, revision: int | None = None) -> Dossier:
    """Correct the nominee's details. `fields`: name, birth, cccd, position, workplace, achievement.

    `revision`: the one the page was drawn from; Conflict when somebody changed the dossier since.
    """
    insist(may_edit_details(by, dossier))
    _drawn_from(dossier, revision)
    known = open_cccd(dossier.cccd_sealed)
    number = fields.get("cccd") or known
    named = name_fields(fields["name"], number)
    changed = [name for name in PLAIN if fields[name] != getattr(dossier, name)]
    changed += [name for name, new in (("name", named["name"] != dossier.name), ("cccd", number != known)) if new]
    if {"name", "cccd"} & set(changed):
        insist(may_change_person(by, dossier))
    if named["recipient"] is None and number == open_cccd(dossier.cccd_sealed):
        named["recipient"] = dossier.recipient
    for name, value in {**named, **{k: fields[k] for k in PLAIN}}.items():
        setattr(dossier, name, value)
    judge(dossier, at=at)
    _write(
        dossier, at=at, **named, birth=fields["birth"], position=fields["position"], workplace=fields["workplace"],
        achievement=fields["achievement"], verdict=dossier.verdict, verdict_code=dossier.verdict_code,
    )  # fmt: skip
    record("dossiers.edit", dossier.key, by=by.actor, at=at, data={"fields": sorted(changed)})
    return dossier


@transaction.atomic
def declare(
    dossier: Dossier, facts: dict[str, Any], *, by: Acting, at: datetime, revision: int | None = None
) -> Dossier:
    """Declare facts the ledger does not hold (schema law-facts-1); the verdict follows at once.

    `revision`: the one the page was drawn from; Conflict when somebody changed the dossier since.
    """
    insist(may_declare(by, dossier))
    _drawn_from(dossier, revision)
    dossier.facts = facts
    judge(dossier, at=at)
    _write(dossier, at=at, facts=facts, verdict=dossier.verdict, verdict_code=dossier.verdict_code)
    record("dossiers.declare", dossier.key, by=by.actor, at=at, after=dossier.verdict_code)
    return dossier


@transaction.atomic
def match(dossier: Dossier, recipient: Recipient | None, *, by: Acting, at: datetime) -> Dossier:
    """Say who in the ledger the nominee is (None: nobody there yet). A person decides, never the program."""
    insist(may_match(by, dossier))
    dossier.recipient = recipient
    judge(dossier, at=at)
    _write(dossier, at=at, recipient=recipient, verdict=dossier.verdict, verdict_code=dossier.verdict_code)
    record("dossiers.match", dossier.key, by=by.actor, at=at, data={"recipient": recipient.key if recipient else ""})
    return dossier


@transaction.atomic
def add_paper(
    dossier: Dossier, part: str, data: bytes, name: str, *, replaces: Paper | None = None, by: Acting, at: datetime
) -> Paper:
    """Put a paper into the dossier, or a newer version beside the one it replaces. Raises Refused with the reasons."""
    insist(may_replace(by, replaces) if replaces else may_edit(by, dossier))
    verdict = check_upload(data, name)
    if not verdict.accepted:
        raise Refused(" ".join(reason.text for reason in verdict.reasons))
    file = store_file(data, name, verdict.kind, dossier.key, by=by, at=at)
    paper = Paper.objects.create(dossier=dossier, part=part, title=name[:200], file=file, replaces=replaces)
    record("dossiers.add_paper", dossier.key, by=by.actor, at=at, data={"part": part, "paper": paper.pk})
    return paper


@transaction.atomic
def answer_defect(defect: Defect, text: str, *, by: Acting, at: datetime) -> Defect:
    """Answer one returned point."""
    insist(may_answer(by, defect))
    if not text.strip():
        raise Refused(_("Hãy ghi đã bổ sung gì. Chưa ghi gì."))
    Defect.objects.filter(pk=defect.pk).update(answer=text.strip(), answered_by=by.user, answered_at=at)
    defect.refresh_from_db()
    record("dossiers.answer", defect.dossier.key, by=by.actor, at=at, data={"defect": defect.pk})
    return defect


@transaction.atomic
def reveal_number(dossier: Dossier, reason: str, *, by: Acting, at: datetime) -> str:
    """Show the identity number in full, once, with the reason in the journal."""
    insist(may_reveal_number(by, dossier))
    if not reason.strip():
        raise Refused(_("Xem số định danh đầy đủ cần ghi lý do."))
    record("dossiers.reveal_number", dossier.key, by=by.actor, at=at, reason=reason)
    return open_cccd(dossier.cccd_sealed)
