"""What an officer keeps for his own work: a way of narrowing the queue, under a name."""

from __future__ import annotations

from django.db import models

from thidua.accounts.models import User


class SavedQueue(models.Model):
    """Filters of the queue that an officer uses again and again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_queues")
    name = models.CharField("tên", max_length=60)
    query = models.CharField("bộ lọc", max_length=400)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_queue_name_once")]

    def __str__(self) -> str:
        return self.name
