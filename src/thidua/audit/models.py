"""The journal's tables. Rows are only ever added; the database itself refuses changes (see the triggers migration)."""

from django.db import models


class Event(models.Model):
    """One act: who did what to what. Names everything by opaque keys, so that every room can write to it."""

    at = models.DateTimeField("thời điểm (UTC)", db_index=True)
    actor = models.CharField("người làm", max_length=60)
    unit = models.CharField("thay mặt đơn vị", max_length=60, blank=True)
    duty = models.CharField("với nhiệm vụ", max_length=40, blank=True)
    verb = models.CharField("việc", max_length=60)
    subject = models.CharField("đối tượng", max_length=60)
    before = models.CharField("trạng thái trước", max_length=40, blank=True)
    after = models.CharField("trạng thái sau", max_length=40, blank=True)
    reason = models.TextField("lý do", blank=True)
    data = models.JSONField("chi tiết", default=dict, blank=True)
    leaf = models.BigIntegerField("thứ tự trong cây niêm", null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="event_subject"),
            models.Index(fields=["actor", "id"], name="event_actor"),
            models.Index(fields=["verb", "id"], name="event_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%dT%H:%M:%SZ} {self.actor} {self.verb} {self.subject}"


class Seal(models.Model):
    """The root of the tree over the first `size` events, kept so that any later change of them shows."""

    size = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size} {self.root[:12]}"
