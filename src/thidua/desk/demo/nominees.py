"""Whom units nominate in the demonstration city: people of the ledger with three years in a row, and a few without."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from thidua.organisation.models import Unit, UnitKind
from thidua.organisation.sealing import open_cccd
from thidua.register.models import Honour, Recipient, RecipientKind

INITIATIVES: list[tuple[str, str]] = yaml.safe_load((Path(__file__).parent / "initiatives.yaml").read_text())
"""Names of initiatives and what each came to: one for each nominee, so that nobody is suspected without cause."""
SHORT_OF = 4
"""Every so manieth nominee lacks something, so that verdicts differ."""


@dataclass(frozen=True)
class Nominee:
    """One person a unit nominates."""

    name: str
    birth: str
    cccd: str
    position: str
    achievement: str
    facts: dict[str, Any] = field(default_factory=dict)


def nominees(period: int, *, skip: int, units: int, each: int, first: int = 0) -> list[tuple[Unit, list[Nominee]]]:
    """People grouped by unit: grassroots fighters of the three years up to the period, and now and then one short.

    `first`: the place of the first nominee's initiative; the others follow.
    """
    held: dict[int, set[int]] = defaultdict(set)
    rows = Honour.objects.filter(award="CSTDCS", period_to__in=range(period - 2, period + 1))
    for pk, year in rows.values_list("recipient_id", "period_to"):
        held[pk].add(year)
    by_unit: dict[int, list[Recipient]] = defaultdict(list)
    honoured = Honour.objects.filter(award="CSTDT", period_to__gte=period - 2).values("recipient_id")
    people = Recipient.objects.filter(pk__in=held, kind=RecipientKind.INDIVIDUAL).exclude(unit__kind=UnitKind.CITY)
    people = people.exclude(pk__in=honoured)
    for recipient in people.exclude(unit__code="so-tai-chinh").select_related("person", "unit").order_by("id"):
        by_unit[recipient.unit_id or 0].append(recipient)
    chosen = []
    fullest = sorted(by_unit.values(), key=lambda group: -sum(len(held[row.pk]) == 3 for row in group))
    for turn, rows_of_unit in enumerate(fullest[skip : skip + units]):
        full = [row for row in rows_of_unit if len(held[row.pk]) == 3]
        short = [row for row in rows_of_unit if len(held[row.pk]) < 3]
        sure = each - turn % 2  # every other unit proposes one who lacks a year
        group = (full[:sure] + short + full[sure:])[:each]
        assert group[0].unit
        chosen.append(
            (
                group[0].unit,
                [_nominee(row, place, period, first + turn * each + place) for place, row in enumerate(group)],
            )
        )
    return chosen


def _nominee(recipient: Recipient, place: int, period: int, number: int) -> Nominee:
    person = recipient.person
    assert person
    facts: dict[str, Any] = {"ratings": {str(period - back): "HTXS" for back in range(3)}}
    name, came_to = INITIATIVES[number % len(INITIATIVES)]
    if place % SHORT_OF != 1:
        facts["initiatives"] = [
            {
                "name": name, "scope": "province", "recognised_on": f"{period}-11-20", "share": "60%",
                "effective": True, "replicable": True, "recognised_by": "city",
            }
        ]  # fmt: skip
    return Nominee(
        person.full_name, person.birth_date.isoformat() if person.birth_date else "", open_cccd(person.cccd_sealed), person.position,
        f"Ba năm liền đạt Chiến sĩ thi đua cơ sở. {came_to}", facts,
    )  # fmt: skip
