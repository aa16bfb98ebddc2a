"""The one bridge from the database to the law: facts of a recipient, verdicts, thresholds, names, money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from thidua.awards.models import RuleSnapshot
from thidua.awards.rules import (
    Facts,
    HeldHonour,
    LawInvalid,
    RecipientKind,
    Verdict,
    facts_from_json,
    facts_to_json,
    judge,
    load_law,
    merge_facts,
    replay,
    rules_in_force,
)
from thidua.awards.rules.bonus import amount
from thidua.awards.rules.catalogue import award_on, catalogue_on
from thidua.awards.rules.findings import Confidence
from thidua.register.models import Honour, Recipient

TITLES = ("title", "honorary", "city_title")
Json = Any  # a JSON value, as stored


def facts_for(
    recipient: Recipient | None, declared: Mapping[str, Json], *, kind: str = "individual"
) -> Facts:
    """What the ledger knows about a recipient, completed by what the unit declared (schema law-facts-1).

    A nominee who is in nobody's ledger has no honours: that is known, not unknown.
    """
    honours = list(recipient.honours.order_by("id")) if recipient else []
    return _facts(recipient, honours, declared, kind)


def facts_for_many(recipients: Iterable[Recipient]) -> dict[int, Facts]:
    """The same facts for many recipients, in two queries: the answers are equal to `facts_for` one by one."""
    rows = {recipient.pk: recipient for recipient in recipients}
    held: dict[int, list[Honour]] = {pk: [] for pk in rows}
    for honour in Honour.objects.filter(recipient__in=list(rows)).order_by("id"):
        held[honour.recipient_id].append(honour)
    return {pk: _facts(recipient, held[pk], {}, recipient.kind) for pk, recipient in rows.items()}


def _facts(
    recipient: Recipient | None, honours: Iterable[Honour], declared: Mapping[str, Json], kind: str
) -> Facts:
    person = recipient.person if recipient else None
    register = Facts(
        recipient=recipient.key if recipient else "",
        kind=RecipientKind(recipient.kind if recipient else kind),
        name=recipient.name if recipient else None,
        birth_year=person.birth_year if person else None,
        sex=(person.sex or None) if person else None,
        unit=str(recipient.unit_id) if recipient and recipient.unit_id else None,
        honours=tuple(
            HeldHonour(
                award=honour.award,
                first_year=honour.period_from,
                last_year=honour.period_to,
                decision_number=honour.decision_number or None,
                decision_date=honour.decision_date,
                status=honour.status,
                decided_by=honour.decided_by or None,
            )
            for honour in honours
        ),
    )
    if not declared:
        return register
    return merge_facts(register, facts_from_json({"recipient": register.recipient, **declared}))


def verdict_for(
    recipient: Recipient | None,
    declared: Mapping[str, Json],
    award: str,
    period: int,
    on: date,
    *,
    kind: str = "individual",
) -> dict[str, Json]:
    """Judge a nominee by the rules in force on the day of receipt. Returns the record to store: verdict, conditions
    with reasons, the facts used, the digest of the rules. Raises LawInvalid when no rules cover the day or award.
    """
    facts = facts_for(recipient, declared, kind=kind)
    verdict = judge(facts, award, period, on, rules_in_force(on, award))
    return {**verdict.to_record(), "facts": facts_to_json(facts)}


def replayed(record: Mapping[str, Json]) -> Verdict | None:
    """Give a stored verdict again from its stored facts and rules; None when its rules were not kept."""
    kept = RuleSnapshot.objects.filter(digest=record["digest"]).first()
    if kept is None:
        return None
    facts = facts_from_json(record["facts"])
    return replay(facts, kept.content, int(record["period"]), date.fromisoformat(record["on"]))


@dataclass(frozen=True)
class VoteThreshold:
    """The share of the whole membership an award needs on a day, where it stands and how well it is known."""

    share: Fraction
    citation: str
    confidence: Confidence
    ballot: str

    @property
    def source(self) -> str:
        """The citation as it is printed on an agenda; says so when nobody has checked it yet."""
        return (
            self.citation
            if self.confidence is Confidence.VERIFIED
            else _("%(text)s (cần kiểm tra)") % {"text": self.citation}
        )


def vote_threshold(award: str, on: date) -> VoteThreshold | None:
    """The dated threshold of an award; None when the law sets none."""
    vote = award_on(award, on).vote
    if vote.share is None:
        return None
    return VoteThreshold(vote.share, str(vote.citation or ""), vote.confidence, vote.ballot or "")


def award_name(code: str, on: date) -> str:
    """The award's name in force on a day; the code itself for an award the catalogue does not know."""
    try:
        return award_on(code, on).name
    except LawInvalid:
        return code


def is_title(code: str) -> bool:
    """Whether the award is an emulation title (danh hiệu), not a form of commendation (hình thức khen thưởng)."""
    declaration = load_law().awards.get(code)
    return declaration is not None and declaration.kind in TITLES


def award_level(code: str) -> str:
    """At whose level the award is given, a code of the catalogue; empty when the catalogue does not know it."""
    declaration = load_law().awards.get(code)
    return str(declaration.level) if declaration else ""


def short_name(code: str) -> str:
    """The award's short name whatever the day; the code itself when the catalogue does not know it."""
    declaration = load_law().awards.get(code)
    return declaration.short if declaration else code


def award_choices(on: date) -> list[tuple[str, str]]:
    """Code and name of every award given on a day, for forms."""
    return [(award.code, award.name) for award in catalogue_on(on)]


def bonus(award: str, kind: str, on: date) -> int | None:
    """Money in đồng that goes with an award by a decision of that day; None when none is set."""
    return amount(award, kind, on).vnd


def needs_check(code: str, on: date) -> tuple[str, ...]:
    """Keys of the award's values and conditions that are still to be confirmed ("cần kiểm tra")."""
    return award_on(code, on).doubts


def known_awards() -> frozenset[str]:
    """Every code the catalogue holds, whatever the day."""
    return frozenset(load_law().awards)
