"""Some 3,000 people with ten years of honours, and the collectives of their units."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

from thidua.awards.queries import award_level, award_name
from thidua.desk.demo.city import City
from thidua.desk.demo.people import Invented, Names
from thidua.foundation.text import fold, search_keys
from thidua.organisation.models import Person, Unit, UnitKind
from thidua.organisation.sealing import index_cccd, seal_cccd
from thidua.register.models import Honour, HonourStatus, Recipient, RecipientKind

PEOPLE = 3000
YEARS = 10
POSTS = {
    UnitKind.DEPARTMENT: ("Chuyên viên", "Chuyên viên chính", "Phó Trưởng phòng", "Trưởng phòng"),
    UnitKind.ASSOCIATION: ("Chuyên viên", "Phó Trưởng ban", "Trưởng ban"),
    UnitKind.WARD: ("Công chức", "Chuyên viên", "Phó Trưởng phòng", "Trưởng phòng"),
    UnitKind.COMMUNE: ("Công chức", "Chuyên viên", "Phó Trưởng phòng", "Trưởng phòng"),
    UnitKind.SCHOOL: ("Giáo viên", "Giáo viên", "Tổ trưởng chuyên môn", "Phó Hiệu trưởng"),
    UnitKind.HOSPITAL: ("Bác sĩ", "Điều dưỡng", "Trưởng khoa"),
    UnitKind.ENTERPRISE: ("Công nhân", "Công nhân", "Tổ trưởng sản xuất", "Kỹ sư"),
}
DIRECT = {"Chuyên viên", "Công chức", "Giáo viên", "Công nhân", "Điều dưỡng", "Bác sĩ", "Kỹ sư"}
ONCE_MORE = 0.5
"""How much likelier a fighter of last year is one again: titles come in runs."""


def build_honours(city: City, names: Names, *, this_year: int, at: datetime) -> None:
    """Write people, their entries in the ledger and their honours, in bulk."""
    units = city.all(*POSTS)
    draw = random.Random(2025)  # noqa: S311 - invented people, not secrets
    invented = [(names.person(), draw.choice(units)) for _ in range(PEOPLE)]
    Person.objects.bulk_create([_person(person, unit, draw) for person, unit in invented], batch_size=500)
    people = list(Person.objects.exclude(cccd_index=None).select_related("unit").order_by("id"))
    Recipient.objects.bulk_create(
        [
            Recipient(
                kind=RecipientKind.INDIVIDUAL,
                name=row.full_name,
                **search_keys(row.full_name),
                person=row,
                unit=row.unit,
            )
            for row in people
        ]
        + [
            Recipient(
                kind=RecipientKind.COLLECTIVE,
                name=unit.name,
                **search_keys(unit.name),
                collective=unit,
                unit=unit,
            )
            for unit in units
        ],
        batch_size=500,
    )
    book = Book(this_year, at, draw)
    for recipient in Recipient.objects.select_related("person", "unit").order_by("id"):
        if recipient.person_id:
            book.career(recipient)
        else:
            book.unit_years(recipient)
    Honour.objects.bulk_create(book.rows, batch_size=1000)


def _person(person: Invented, unit: Unit, draw: random.Random) -> Person:
    post = draw.choice(POSTS[UnitKind(unit.kind)])
    return Person(
        full_name=person.name, name_fold=fold(person.name), sex=person.sex, birth_date=person.birth,
        birth_year=person.birth.year, cccd_sealed=seal_cccd(person.cccd), cccd_index=index_cccd(person.cccd),
        unit=unit, position=post, direct_worker=post in DIRECT,
    )  # fmt: skip


class Book:
    """Writes honours year by year, each decision once for a unit and year, as decisions are."""

    def __init__(self, this_year: int, at: datetime, draw: random.Random) -> None:
        self.last = this_year - 1
        self.at = at
        self.draw = draw
        self.rows: list[Honour] = []
        self.numbers: dict[tuple[str, int, int], int] = {}

    def career(self, recipient: Recipient) -> None:
        """Ten years of a person: advanced worker most years, fighter in some, the city's title after three in a row."""
        assert recipient.person
        zeal = self.draw.random()
        first = max(self.last - YEARS + 1, (recipient.person.birth_year or 1990) + 24)
        in_a_row = 0
        for year in range(first, self.last + 1):
            if self.draw.random() > 0.55 + zeal * 0.45:
                in_a_row = 0
                continue
            self.add(recipient, "LDTT", year)
            fighter = self.draw.random() < 0.05 + zeal * 0.35 + (ONCE_MORE if in_a_row else 0)
            in_a_row = in_a_row + 1 if fighter else 0
            if fighter:
                self.add(recipient, "CSTDCS", year)
            if in_a_row == 3 and self.draw.random() < 0.35:
                self.add(recipient, "CSTDT", year)
                in_a_row = 0
            if self.draw.random() < zeal * 0.06:
                self.add(recipient, "BKTP", year)

    def unit_years(self, recipient: Recipient) -> None:
        """Ten years of a unit: excellent collective in most, now and then the city's flag."""
        assert recipient.unit
        for year in range(max(self.last - YEARS + 1, recipient.unit.valid_from.year), self.last + 1):
            chance = self.draw.random()
            if chance < 0.6:
                self.add(recipient, "TTLDXS", year)
            if chance < 0.08:
                self.add(recipient, "COTP", year)

    def add(self, recipient: Recipient, award: str, year: int) -> None:
        """Write one honour; its decision is of the beginning of the next year."""
        assert recipient.unit
        city_level = award in ("CSTDT", "BKTP", "TTLDXS", "COTP")
        issuer = 0 if city_level else recipient.unit_id
        key = (award, year, issuer or 0)
        number = self.numbers.setdefault(key, len(self.numbers) % 900 + 100)
        day = date(year + 1, 1 + number % 3, 1 + number % 27)
        self.rows.append(
            Honour(
                recipient=recipient, award=award, award_name=names_of(award, day), recipient_name=recipient.name,
                level=award_level(award),
                unit_name=recipient.unit.name, position=recipient.person.position if recipient.person else "",
                period_from=year, period_to=year, status=HonourStatus.VALID, source="demo", recorded_at=self.at,
                decision_number=f"{number}/QĐ-{'UBND' if city_level else 'KT'}", decision_date=day,
                decided_by="Chủ tịch UBND Thành phố" if city_level else f"Thủ trưởng {recipient.unit.name}",
            )
        )  # fmt: skip


_NAMES: dict[Any, str] = {}


def names_of(award: str, day: date) -> str:
    """The award's name on a day, looked up once."""
    if award not in _NAMES:
        _NAMES[award] = award_name(award, max(day, date(2025, 1, 1)))
    return _NAMES[award]
