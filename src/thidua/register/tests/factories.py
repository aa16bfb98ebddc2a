"""Recipients and honours for tests. Rooms above import these."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from thidua.foundation.text import turned
from thidua.organisation.tests.factories import PersonFactory
from thidua.register.models import Honour, Recipient


class RecipientFactory(DjangoModelFactory[Recipient]):
    class Meta:
        model = Recipient

    kind = "individual"
    person = factory.SubFactory(PersonFactory)
    name = factory.SelfAttribute("person.full_name")
    name_fold = factory.SelfAttribute("person.name_fold")
    name_turned = factory.LazyAttribute(lambda o: turned(o.name_fold))
    unit = factory.SelfAttribute("person.unit")


class HonourFactory(DjangoModelFactory[Honour]):
    class Meta:
        model = Honour

    recipient = factory.SubFactory(RecipientFactory)
    award = "CSTDCS"
    award_name = "Chiến sĩ thi đua cơ sở"
    recipient_name = factory.SelfAttribute("recipient.name")
    period_from = 2024
    period_to = factory.SelfAttribute("period_from")
    decision_number = factory.Sequence(lambda n: f"{n}/QĐ-UBND")
    decision_date = date(2025, 1, 15)
    recorded_at = datetime(2025, 1, 15, tzinfo=UTC)
