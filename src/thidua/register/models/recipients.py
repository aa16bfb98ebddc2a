"""Who holds honours."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.organisation.models import Person, Unit


class RecipientKind(models.TextChoices):
    """Who can be honoured."""

    INDIVIDUAL = "individual", _("Cá nhân")
    COLLECTIVE = "collective", _("Tập thể")
    HOUSEHOLD = "household", _("Hộ gia đình")
    COMMUNITY = "community", _("Cộng đồng")


class Recipient(models.Model):
    """Someone who holds honours: a person, a unit or collective, a household, a community.

    `nationality` is the country's two letters (ISO 3166, "VN"), empty when nobody has said; `deceased_on` the day of death.
    `same_as` is set when a person has decided that two rows are one recipient: both stay, the older one is the head.
    """

    kind = models.CharField(max_length=12, choices=RecipientKind.choices)
    name = models.CharField("tên", max_length=200)
    name_fold = models.CharField(max_length=200, editable=False)
    name_turned = models.CharField(max_length=200, editable=False, default="")
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="recipient")
    collective = models.OneToOneField(Unit, models.PROTECT, null=True, blank=True, related_name="recipient")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="recipients")
    nationality = models.CharField("quốc tịch", max_length=2, blank=True)
    deceased_on = models.DateField("ngày mất", null=True, blank=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="spellings")

    class Meta:
        ordering = ["name_fold", "id"]
        indexes = [
            models.Index(fields=["name_fold", "id"], name="recipient_by_name"),
            models.Index(fields=["name_turned", "id"], name="recipient_by_last_word"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="individual", person__isnull=False, collective=None)
                | Q(kind="collective", collective__isnull=False, person=None)
                | Q(kind__in=("household", "community"), person=None, collective=None)),
                name="recipient_matches_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(deceased_on=None) | Q(kind="individual"), name="recipient_dies_as_a_person"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The register's own key, used by the journal and the console command."""
        return f"recipient:{self.pk}"

    @property
    def head_id(self) -> int:
        """The row that stands for all spellings of this recipient: itself, unless a person has decided otherwise."""
        return self.same_as_id or self.pk
