"""Clusters and blocks: groups of units that emulate with each other, with a head, for a time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thidua.organisation.models import Unit


class ClusterKind(models.TextChoices):
    """By area or by field."""

    CLUSTER = "cluster", _("Cụm thi đua")
    BLOCK = "block", _("Khối thi đua")


class Cluster(models.Model):
    """One cluster or block of the city."""

    kind = models.CharField(max_length=8, choices=ClusterKind.choices)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField("tên", max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "code"]

    def __str__(self) -> str:
        return self.name


class ClusterRole(models.TextChoices):
    """A unit's place in its cluster."""

    HEAD = "head", _("Trưởng")
    DEPUTY = "deputy", _("Phó")
    MEMBER = "member", _("Thành viên")


class ClusterMember(models.Model):
    """A unit in a cluster, for a time."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cluster_memberships")
    role = models.CharField(max_length=8, choices=ClusterRole.choices, default=ClusterRole.MEMBER)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "unit", "valid_from"], name="cluster_member_once")]

    def __str__(self) -> str:
        return f"{self.unit} ({self.cluster})"
