"""Units, people and duties for tests. Rooms above import these."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from thidua.accounts.tests.factories import UserFactory
from thidua.foundation.text import fold
from thidua.organisation.acting import Acting, acting_for
from thidua.organisation.models import Duty, DutyCode, Person, Unit, UnitKind


class UnitFactory(DjangoModelFactory[Unit]):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"don-vi-{n}")
    kind = UnitKind.DEPARTMENT
    name = factory.Sequence(lambda n: f"Sở Thử nghiệm {n}")
    name_fold = factory.LazyAttribute(lambda o: fold(o.name))
    valid_from = date(2015, 1, 1)


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    full_name = factory.Sequence(lambda n: f"Nguyễn Văn Người {n}")
    name_fold = factory.LazyAttribute(lambda o: fold(o.full_name))
    birth_year = 1985
    unit = factory.SubFactory(UnitFactory)


class DutyFactory(DjangoModelFactory[Duty]):
    class Meta:
        model = Duty

    user = factory.SubFactory(UserFactory)
    code = DutyCode.UNIT_OFFICER
    unit = factory.SubFactory(UnitFactory)
    valid_from = date(2015, 1, 1)


def acting(code: str = DutyCode.UNIT_OFFICER, unit: Unit | None = None, **user: Any) -> Acting:
    """A person acting in a duty of a unit (made when not given)."""
    duty = DutyFactory(code=code, unit=unit or UnitFactory(), user=UserFactory(**user))
    return acting_for(duty.user, duty)
