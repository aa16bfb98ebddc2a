"""What a person was told, the letter it went out in, how he wants it, and the runs of each day.

Subjects are opaque keys ("milestone:12"): this room does not know what a milestone is.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User


class Slot(models.Model):
    """One run due on one day. Where it has got to is saved with what it made, so that a broken run goes on there."""

    name = models.CharField("việc", max_length=40)
    day = models.DateField("của ngày")
    cursor = models.BigIntegerField("đã làm đến", default=0)
    made = models.PositiveIntegerField("số thông báo", default=0)
    taken_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="slot_once_a_day")]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """What the day's letters are named after."""
        return f"{self.name}:{self.day.isoformat()}"

    @property
    def key_in_journal(self) -> str:
        """The opaque key by which the journal knows this run."""
        return f"slot:{self.pk}"


class DigestState(models.TextChoices):
    """Where a letter stands."""

    WAITING = "waiting", _("Chờ gửi")
    SENT = "sent", _("Đã gửi")
    MERGED = "merged", _("Gộp vào thư sau")
    STOPPED = "stopped", _("Thôi gửi")


class Digest(models.Model):
    """One letter to one person for one run. Its Message-ID never changes, so that a letter sent twice is seen as one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="digests")
    slot = models.CharField("lượt", max_length=60)
    day = models.DateField("của ngày")
    state = models.CharField(max_length=8, choices=DigestState.choices, default=DigestState.WAITING)
    message_id = models.CharField(max_length=120, unique=True)
    attempts = models.PositiveIntegerField("số lần gửi", default=0)
    last_error = models.CharField("lỗi gần nhất", max_length=300, blank=True)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField("gửi từ lúc")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "slot"], name="digest_one_a_run"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="digest_sent_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["next_at", "id"], condition=Q(state="waiting"), name="digest_waiting")]

    def __str__(self) -> str:
        return f"{self.slot} {self.user_id}"


class Notice(models.Model):
    """One thing one person is told, once: `key` says what for, and is unique for that person."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    topic = models.CharField("loại", max_length=40)
    title = models.CharField("nội dung", max_length=300)
    detail = models.TextField("chi tiết", blank=True)
    url = models.CharField("mở đến", max_length=300, blank=True)
    subject = models.CharField("đối tượng", max_length=60, blank=True)
    day = models.DateField("của ngày")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed = models.BooleanField("gửi cả thư", default=False)
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, blank=True, related_name="notices", db_index=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            # The key first: a run looks up many keys at once, whoever they are for.
            models.UniqueConstraint(fields=["key", "user"], name="notice_once_a_person"),
            models.CheckConstraint(
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
                name="notice_url_is_ours",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["user", "-id"], condition=Q(read_at__isnull=False), name="notice_read"),
            models.Index(fields=["user"], condition=Q(mailed=True, digest=None), name="notice_to_mail"),
            models.Index(fields=["digest"], condition=Q(digest__isnull=False), name="notice_of_digest"),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """What a person chose; without a row he gets letters when his account has an address."""

    user = models.OneToOneField(User, models.CASCADE, related_name="notice_preference")
    email = models.BooleanField("nhận thư", default=True)

    def __str__(self) -> str:
        return f"{self.user_id}"


class FeedToken(models.Model):
    """The leave to read one person's calendar without signing in, until it is taken back.

    The row alone does not give the address: see `notices.feeds`.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="feed_tokens")
    code = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="feed_one_in_force")]

    def __str__(self) -> str:
        return f"{self.user_id}"
