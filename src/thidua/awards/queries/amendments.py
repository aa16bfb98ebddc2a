"""Reading what officers amended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from thidua.awards.inforce import change_of, law_as_of
from thidua.awards.models import LawAmendment
from thidua.awards.queries.law import citation_words
from thidua.awards.rules import Law
from thidua.awards.rules.amending import Sort, changed_awards
from thidua.awards.rules.labels import name_of, split_key
from thidua.awards.rules.typed import shown
from thidua.foundation.words import mark

PAGE = 50


@dataclass(frozen=True)
class AmendmentRow:
    """One act in words."""

    row: LawAmendment
    name: str
    lines: tuple[str, ...]
    cite: str

    @property
    def standing(self) -> bool:
        """Whether it still counts."""
        return self.row.standing


def amendment_row(law: Law, row: LawAmendment) -> AmendmentRow:
    """An act in words."""
    sort = Sort(row.sort)
    cite = citation_words(change_of(row).citation) if row.withdraws_id is None else ""
    return AmendmentRow(row, thing_name(law, sort, row.key), _lines(law, row), cite)


def thing_name(law: Law, sort: Sort, key: str) -> str:
    """What an act is on, in words."""
    if sort is Sort.VALUE:
        return name_of(law, key)
    if sort is Sort.RULESET:
        return f"{mark('Bộ quy định')} {key}"
    owner, _dot, own = key.partition(".")
    rows = law.general if owner not in law.awards else law.awards[owner].conditions
    why = next((str(each.row["why"]) for each in reversed(rows) if each.id == own), own)
    holder = law.awards[owner].short if owner in law.awards else mark("Mọi danh hiệu, hình thức")
    return f"{holder} · {why if len(why) <= 90 else why[:87].rstrip() + '…'}"


def _lines(law: Law, row: LawAmendment) -> tuple[str, ...]:
    if "value" in row.content:
        return tuple(shown(split_key(law, row.key)[1], row.content["value"]).splitlines())
    text = row.content.get("why") or row.content.get("name") or ""
    return (str(text),) if text else ()


def amendments(*, before: int | None = None, owner: str = "", key: str = "") -> QuerySet[LawAmendment]:
    """Acts, newest first; those of an award (with its conditions), or on one thing. Slice it: PAGE + 1 tell of a next page."""
    rows = LawAmendment.objects.select_related("by", "withdraws", "withdrawn_by__by").order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    if owner:
        rows = rows.filter(Q(key__startswith=f"{owner}."))
    return rows.filter(key=key) if key else rows


def last_on(sort: Sort, key: str) -> int:
    """The number of the last act on a thing, 0 when there is none: a form remembers it (`Source.seen`)."""
    return LawAmendment.objects.filter(sort=sort, key=key).order_by("-pk").values_list("pk", flat=True).first() or 0


@dataclass
class Effect:
    """The law just before and just after an act, for judging by both."""

    row: LawAmendment
    before: Law
    after: Law

    @property
    def awards(self) -> frozenset[str]:
        """Awards whose entry the act is about; all of them for what belongs to none."""
        owner = self.row.key.partition(".")[0]
        return (
            frozenset([owner])
            if self.row.sort != Sort.RULESET and owner in self.after.awards
            else frozenset(self.after.awards)
        )

    @cached_property
    def judged(self) -> frozenset[str]:
        """Awards that are judged by other rules on some day; none for what is no part of judging (votes, money)."""
        start, end = (
            max(self.row.valid_from, min(span.valid_from for span in self.after.spans)),
            self.row.valid_to,
        )
        days = [
            start,
            *(
                day
                for law in (self.before, self.after)
                for day in law.bounds
                if day > start and (end is None or day <= end)
            ),
        ]
        return frozenset(self.differs({code: set(days) for code in self.after.awards}))

    def differs(self, days: Mapping[str, Iterable[date]]) -> dict[str, frozenset[date]]:
        """Per award, those of its days of receipt on which dossiers are judged by other rules since the act."""
        return changed_awards(self.before, self.after, days)


def effect_of(row: LawAmendment) -> Effect:
    """What an act changed; of a withdrawal: what it took back."""
    earlier = LawAmendment.objects.filter(pk__lt=row.pk).order_by("-pk").values_list("pk", flat=True).first() or 0
    return Effect(row, law_as_of(earlier), law_as_of(row.pk))
