"""The file store."""

import uuid

from django.db import models

from thidua.accounts.models import User


class StoredFile(models.Model):
    """A file that is kept: what it is called, what it holds (hash), what it belongs to. Never changed, only added."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField("loại", max_length=12)
    size = models.PositiveBigIntegerField("số byte")
    sha256 = models.CharField(max_length=64, db_index=True)
    path = models.CharField(max_length=120)
    subject = models.CharField("thuộc về", max_length=60, db_index=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
