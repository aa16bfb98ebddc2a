"""Users for tests. Rooms above import it."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from thidua.accounts.models import User


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"canbo{n}")
    full_name = factory.Sequence(lambda n: f"Trần Thị Cán Bộ {n}")
    password = factory.django.Password("mat-khau-thu-1")
