"""The pending dossiers that an act on the law touches: their verdict under the rules before and after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from thidua.awards.inforce import law_in_force
from thidua.awards.models import LawAmendment
from thidua.awards.queries import facts_of_nominees, verdict_by
from thidua.awards.queries.amendments import Effect, effect_of
from thidua.awards.rules import LawInvalid, Verdict, rules_in_force
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier
from thidua.dossiers.policies import seen_by
from thidua.foundation.clock import local_day
from thidua.organisation.acting import Acting

BATCH = 1000  # dossiers judged for one page
QUIET = 50  # of those whose verdict stays, how many are listed
OPEN = (DossierState.SUBMITTED, DossierState.RETURNED, DossierState.APPRAISING)
"""Judged anew when asked: afterwards the verdict is what the office concluded by, and stays."""
PENDING = (*OPEN, DossierState.APPRAISED, DossierState.ON_AGENDA, DossierState.PASSED)


@dataclass(frozen=True)
class Touched:
    """One dossier and both answers. `reasons`: what the findings that changed say now."""

    dossier: Dossier
    before: str
    after: str
    reasons: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the act turns the verdict."""
        return self.before != self.after


@dataclass(frozen=True)
class TouchedPage:
    """What an act touches. `by_rules`: the rules of judging changed (else only money, votes, deadlines and the like)."""

    by_rules: bool
    total: int
    turned: list[Touched]
    same: list[Touched]
    next_before: int | None
    open: int
    renewed: int

    @property
    def unlisted(self) -> int:
        """Dossiers of this page whose verdict stays and that are not listed one by one."""
        return max(0, len(self.same) - QUIET)


def received(sent_at: datetime | None, otherwise: date) -> date:
    """The day whose rules judge a dossier."""
    return local_day(sent_at) if sent_at else otherwise


def touched_keys(effect: Effect, acting: Acting | None) -> tuple[list[int], bool]:
    """The pending dossiers an act touches, newest first, among those a person sees (None: all), and whether by rules."""
    awards = effect.judged or effect.awards
    rows = Dossier.objects.filter(state__in=PENDING, award__in=awards, sent_at__isnull=False)
    if acting is not None:
        rows = rows.filter(seen_by(acting))
    listed = rows.order_by("-pk").values_list("pk", "award", "sent_at")
    found = [(pk, award, local_day(sent)) for pk, award, sent in listed if sent]
    days: dict[str, set[date]] = {}
    for _pk, award, day in found:
        days.setdefault(award, set()).add(day)
    differing = effect.differs(days)
    by_rules = [pk for pk, award, day in found if day in differing.get(award, ())]
    if effect.judged:
        return by_rules, True
    return [pk for pk, _award, _day in found], False


def touched_page(row: LawAmendment, acting: Acting, today: date, before: int | None = None) -> TouchedPage:
    """A page of the dossiers an act touches, those whose verdict turns first."""
    effect = effect_of(row)
    keys, by_rules = touched_keys(effect, acting)
    if not by_rules and row.valid_to is not None and row.valid_to < today:
        keys = []  # a number of the procedure that is over touches no step to come
    shown = [pk for pk in keys if before is None or pk < before]
    page, more = shown[:BATCH], len(shown) > BATCH
    rows = list(_with_names(Dossier.objects.filter(pk__in=page)).order_by("-pk"))
    judged = (
        list(_judged(effect, rows, today))
        if by_rules
        else [Touched(each, each.verdict_code, each.verdict_code, ()) for each in rows]
    )
    still, renewed = renewal(keys) if by_rules else (0, 0)
    return TouchedPage(
        by_rules, len(keys), [each for each in judged if each.differs], [each for each in judged if not each.differs],
        page[-1] if more else None, still, renewed,
    )  # fmt: skip


def _with_names(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    return rows.select_related("unit", "round", "recipient__person").defer("verdict", "cccd_sealed", "achievement")


def _judged(effect: Effect, rows: list[Dossier], today: date) -> Iterator[Touched]:
    facts = facts_of_nominees((row.recipient, row.facts, row.kind) for row in rows)
    for row, known in zip(rows, facts, strict=True):
        on = received(row.sent_at, today)
        before, after = (
            verdict_by(law, known, row.award, row.round.period, on) for law in (effect.before, effect.after)
        )
        yield Touched(row, _code(before), _code(after), _reasons(before, after))


def _code(verdict: Verdict | None) -> str:
    return verdict.verdict.value if verdict else "unknown"


def _reasons(before: Verdict | None, after: Verdict | None) -> tuple[str, ...]:
    had = {each.id: each.status for each in before.conditions} if before else {}
    return tuple(each.text for each in (after.conditions if after else ()) if had.get(each.id) is not each.status)


def renewal(keys: list[int]) -> tuple[int, int]:
    """Of these dossiers: how many are open, and how many of them carry a verdict by the rules in force now."""
    rows = list(_open(keys))
    return len(rows), sum(current for _pk, current in rows)


def _open(keys: list[int]) -> Iterator[tuple[int, bool]]:
    """The open ones among these dossiers, and whether their verdict is by the rules in force now."""
    digests: dict[tuple[str, date], str] = {}
    for part in range(0, len(keys), BATCH):
        rows = Dossier.objects.filter(pk__in=keys[part : part + BATCH], state__in=OPEN, sent_at__isnull=False)
        for pk, award, sent, digest in rows.values_list("pk", "award", "sent_at", "verdict__digest"):
            asked = (award, received(sent, date.min))
            if asked not in digests:
                digests[asked] = digest_now(*asked)
            yield pk, digest == digests[asked]


def digest_now(award: str, on: date) -> str:
    """The name of the rules in force now for dossiers of an award received on a day; empty when there are none."""
    try:
        return rules_in_force(on, award, law=law_in_force()).digest(award)
    except LawInvalid:
        return ""


def to_rejudge(row: LawAmendment) -> list[int]:
    """The open dossiers an act touches whose verdict is not by the rules in force now, oldest first."""
    keys, by_rules = touched_keys(effect_of(row), None)
    return sorted(pk for pk, current in _open(keys) if not current) if by_rules else []
