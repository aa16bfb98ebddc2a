"""Users and the receipts of the forms they sent."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person who signs in. What he may do is not here: duties are in the room `organisation`."""

    first_name = None  # type: ignore[assignment]  # Vietnamese names are one field; Django's two are taken away
    last_name = None  # type: ignore[assignment]  # same
    full_name = models.CharField("họ và tên", max_length=120)
    position = models.CharField("chức vụ", max_length=160, blank=True)
    language = models.CharField("ngôn ngữ", max_length=5, default="vi")

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "người dùng"

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """The full name, as Django's own pages ask for it."""
        return self.full_name

    def get_short_name(self) -> str:
        """The given name: in Vietnamese the last word."""
        return self.full_name.rsplit(" ", 1)[-1]

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this person."""
        return f"user:{self.pk}"


class FormReceipt(models.Model):
    """A form that was sent once. The same form sent again leads to the same place and does nothing more."""

    key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    location = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
