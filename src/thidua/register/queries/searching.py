"""Search as people type. What is found comes in stages, the surest first, each in an order of its own:

a whole identity number; a decision; units of that name, now or then; names that begin so; names that end so; names with
all the words in any order, and everybody of a unit so named. Ends of names and decisions are ranges of B-trees, words
and filters one question to the index: the cost grows with what is shown, not with the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from thidua.foundation.numbers import whole_number
from thidua.foundation.text import fold
from thidua.organisation.sealing import index_cccd
from thidua.register.keys import decision_key, is_decision
from thidua.register.models import Honour, Recipient
from thidua.register.queries.asking import POSTGRES, SQLITE, Filters, question
from thidua.register.queries.index import first_of
from thidua.register.queries.names import begins, ends
from thidua.register.queries.units import units_named
from thidua.register.searching import ASTRAY

PAGE = 50
LONGEST = 200
Stage = Callable[[str, int], Iterable[Recipient]]


@dataclass(frozen=True)
class Page:
    """One page of recipients and the mark from which the next one starts."""

    rows: list[Recipient]
    next_after: str


def identity_number(text: str) -> str:
    """The identity number that was typed, whole, with or without spaces and dots; empty when it is none."""
    bare = text.replace(" ", "").replace(".", "")
    return bare if bare.isascii() and bare.isdigit() and len(bare) in (9, 12) else ""


def search(text: str, *, units: Sequence[int] | None, filters: Filters = Filters(), after: str = "") -> Page:  # noqa: B008 - frozen
    """Recipients found by what a person types. `units` are those whose part of the ledger the person may see, None for
    all; `after` is the mark of the page before. With nothing typed and no filter: who holds or held an honour.

    At most ten queries, whatever the size of the ledger; fewer when an early stage fills the page.
    """
    typed = text[:LONGEST]
    asked = Asked(fold(typed), typed, filters, units)
    start, _bar, mark = after.partition("|")
    stages = asked.stages()
    names = [name for name, _stage in stages]
    found: list[tuple[str, Recipient]] = []
    for name, stage in stages[names.index(start) if start in names else 0 :]:
        if len(found) <= PAGE:
            rows = stage(mark if name == start else "", PAGE + 1 - len(found))
            found += [(name, row) for row in rows]
    shown = found[:PAGE]
    return Page([row for _name, row in shown], _mark(*shown[-1]) if len(found) > PAGE else "")


def _mark(stage: str, row: Recipient) -> str:
    before = {"b": row.name_fold, "e": row.name_fold, "t": row.name_turned}.get(stage, "")
    return f"{stage}|{before}|{row.pk}"


def _number(mark: str) -> int:
    return whole_number(mark.rpartition("|")[2]) or 0


class Asked:
    """One search: what was typed, folded and as it is, the filters, and the units to which it is limited."""

    def __init__(self, key: str, text: str, filters: Filters, seen: Sequence[int] | None) -> None:
        self.key = key
        self.text = text
        self.named = units_named(text)
        allowed = None if seen is None else set(seen)
        if allowed is not None and filters.units is not None:
            allowed &= set(filters.units)
        self.filters = filters if allowed is None else replace(filters, units=sorted(allowed))
        self.only_seen = seen is not None and not filters
        self.rows = Recipient.objects.select_related("unit", "person")
        if self.filters.units is not None:
            self.rows = self.rows.filter(unit__in=self.filters.units)
        if self.filters.kind:
            self.rows = self.rows.filter(kind=self.filters.kind)

    def stages(self) -> list[tuple[str, Stage]]:
        """The stages that apply, in their order."""
        if number := identity_number(self.text):
            return [("i", lambda _mark, _count: self._with(number))]
        by_name: list[tuple[str, Stage]] = [("b", self._begins), ("t", self._ends), ("w", self._words)]
        if not self.key:
            return [("w", self._words)] if self._narrowed else [("e", self._everybody)]
        if self._narrowed:
            by_name = [("w", self._words)]
        elif self.named:
            by_name.insert(0, ("u", self._units))
        return [("d", self._decided), *by_name] if is_decision(self.text) else by_name

    @property
    def _narrowed(self) -> bool:
        return bool(self.filters) and not self.only_seen

    def _with(self, number: str) -> QuerySet[Recipient]:
        return self.rows.filter(person__cccd_index=index_cccd(number))

    def _decided(self, mark: str, count: int) -> QuerySet[Recipient]:
        """Who was honoured by a decision whose number begins so."""
        key = decision_key(self.text)
        upper = key + ("\uffff" if "/" in key else "/\uffff")  # without the slash the number is whole: 41 is not 4127
        honours = Honour.objects.filter(decision_key__gte=key, decision_key__lt=upper, **self.filters.on_honour)
        rows = self.rows.filter(pk__in=honours.values("recipient_id"), id__gt=_number(mark))
        return rows.order_by("id")[:count]

    def _units(self, mark: str, count: int) -> QuerySet[Recipient]:
        """Units that bear or bore this name."""
        rows = self.rows.filter(collective__in=self.named, id__gt=_number(mark))
        return rows.order_by("id")[:count]

    def _begins(self, mark: str, count: int) -> QuerySet[Recipient]:
        rows = self.rows.filter(begins(self.key)).exclude(collective__in=self.named)
        return _from(rows, "name_fold", mark)[:count]

    def _ends(self, mark: str, count: int) -> QuerySet[Recipient]:
        rows = self.rows.filter(ends(self.key)).exclude(begins(self.key)).exclude(collective__in=self.named)
        return _from(rows, "name_turned", mark)[:count]

    def _everybody(self, mark: str, count: int) -> QuerySet[Recipient]:
        rows = self.rows.filter(Exists(Honour.objects.filter(recipient=OuterRef("pk"))))
        return _from(rows, "name_fold", mark)[:count]

    def _words(self, mark: str, count: int) -> list[Recipient]:
        """The index is asked; what the stages before have shown is left out."""
        sqlite = connection.vendor == "sqlite"
        asked = question(self.text, self.named, self.filters, SQLITE if sqlite else POSTGRES)
        if not asked:
            return []
        shown, values = ("", []) if self._narrowed or not self.key else self._shown()
        if len(self.filters.on_honour) > 1:
            held = " AND ".join(f"h.{column} = %s" for column in self.filters.on_honour)
            shown += f" AND EXISTS (SELECT 1 FROM register_honour h WHERE h.recipient_id = r.id AND {held})"  # noqa: S608 - our own columns
            values += self.filters.on_honour.values()
        found = first_of(asked, after=_number(mark), also=shown, values=values, count=count)
        return list(self.rows.filter(pk__in=found).order_by("id"))

    def _shown(self) -> tuple[str, list[str | int]]:
        """Condition, with its values, that leaves out the stages before."""
        upper = self.key + "\uffff"
        last = " ".join(reversed(self.key.split()))
        parts = [
            "NOT (r.name_fold >= %s AND r.name_fold < %s)",
            "NOT (r.name_turned >= %s AND r.name_turned < %s)",
        ]
        values: list[str | int] = [self.key, upper, last, last + " \uffff"]
        if self.named:
            parts.append(f"(r.collective_id IS NULL OR r.collective_id NOT IN ({', '.join(['%s'] * len(self.named))}))")
            values += self.named
        return "".join(f" AND {part}" for part in parts), values


def _from(rows: QuerySet[Recipient], column: str, mark: str) -> QuerySet[Recipient]:
    """The rows in order of a column, from a mark on: the range begins at the mark, not at the first row."""
    value, _bar, _id = mark.rpartition("|")
    if mark:
        rows = rows.filter(**{f"{column}__gte": value}).exclude(**{column: value, "id__lte": _number(mark)})
    return rows.order_by(column, "id")


def lines_astray() -> int:
    """Lines of the search index that are not what the ledger says. None, unless the triggers were put aside."""
    with connection.cursor() as cursor:
        cursor.execute(ASTRAY)
        return int(cursor.fetchone()[0])


def shown_honours(rows: Sequence[Recipient], filters: Filters) -> dict[int, list[Honour]]:
    """The honours of the recipients of a page that meet the filters, newest first. One query."""
    held: dict[int, list[Honour]] = {}
    wanted = Honour.objects.filter(recipient__in=[row.pk for row in rows], **filters.on_honour)
    for honour in wanted.order_by("-period_to", "-id"):
        held.setdefault(honour.recipient_id, []).append(honour)
    return held
