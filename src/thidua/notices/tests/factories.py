"""Notices for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from thidua.accounts.tests.factories import UserFactory
from thidua.notices.models import Notice

AT = datetime(2025, 6, 16, 0, 0, tzinfo=UTC)
DAY = date(2025, 6, 16)


class NoticeFactory(DjangoModelFactory[Notice]):
    class Meta:
        model = Notice

    user = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda n: f"thu:{n}")
    topic = "thu"
    title = factory.Sequence(lambda n: f"Lời nhắc {n}")
    url = "/ke-hoach/"
    day = DAY
    created_at = AT
