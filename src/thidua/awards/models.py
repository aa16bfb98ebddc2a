"""The rules verdicts were given by, kept for ever under their digest."""

from django.db import models


class RuleSnapshot(models.Model):
    """The conditions and numbers of one award as they stood: enough to give a stored verdict again in ten years."""

    digest = models.CharField(max_length=64, unique=True)
    award = models.CharField(max_length=24)
    content = models.JSONField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.award} {self.digest[:12]}"
