"""The search index: one line of words for each recipient. The database keeps it by itself (searching.py)."""

from __future__ import annotations

from django.db import models

from thidua.register.models.recipients import Recipient


class SearchEntry(models.Model):
    """All words under which a recipient is found: names now and then, and marked words for the filters."""

    recipient = models.OneToOneField(Recipient, models.CASCADE, primary_key=True, related_name="search_entry")
    words = models.TextField()

    class Meta:
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return f"{self.recipient_id}"
