"""Whom in the ledger the nominees of a list may be: likely matches of many at once, nobody joined by the program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from thidua.dossiers.models import Dossier
from thidua.register.models import Recipient, RecipientKind

AT_ONCE = 400
AT_MOST = 5


def matches_of(dossiers: Sequence[Dossier]) -> dict[int, list[Recipient]]:
    """For each open dossier the recipients it may be, as `register.queries.suggested_matches` gives them one by one."""
    open_ones = [
        row
        for row in dossiers
        if row.recipient_id is None and not row.matched_nobody and row.kind == RecipientKind.INDIVIDUAL
    ]
    by_name: dict[str, list[Recipient]] = defaultdict(list)
    by_number: dict[str, list[Recipient]] = defaultdict(list)
    people = Recipient.objects.select_related("person", "unit").filter(person__isnull=False).order_by("id")
    for start in range(0, len(open_ones), AT_ONCE):
        part = open_ones[start : start + AT_ONCE]
        numbers = [row.cccd_index for row in part if row.cccd_index]
        for recipient in people.filter(
            Q(name_fold__in=[row.name_fold for row in part]) | Q(person__cccd_index__in=numbers)
        ):
            by_name[recipient.name_fold].append(recipient)
            if recipient.person and recipient.person.cccd_index:
                by_number[recipient.person.cccd_index].append(recipient)
    found = {row.pk: _likely(row, by_number, by_name) for row in open_ones}
    return {pk: rows for pk, rows in found.items() if rows}


def _likely(
    row: Dossier, by_number: dict[str, list[Recipient]], by_name: dict[str, list[Recipient]]
) -> list[Recipient]:
    if row.cccd_index and row.cccd_index in by_number:
        return by_number[row.cccd_index]
    year = int(row.birth[:4]) if row.birth[:4].isdigit() else None
    return [
        recipient for recipient in by_name.get(row.name_fold, [])
        if recipient.unit_id == row.unit_id or (year is not None and recipient.person and recipient.person.birth_year == year)
    ][:AT_MOST]  # fmt: skip
