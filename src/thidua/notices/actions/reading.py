"""Marking one's own notices read. Not in the journal: it changes nothing for anybody else."""

from __future__ import annotations

from datetime import datetime

from thidua.notices.models import Notice
from thidua.notices.policies import seen_by
from thidua.organisation.acting import Acting


def mark_read(notice: Notice, *, by: Acting, at: datetime) -> None:
    """Mark one notice read; the first time counts."""
    Notice.objects.filter(seen_by(by), pk=notice.pk, read_at=None).update(read_at=at)


def mark_all_read(*, upto: int, by: Acting, at: datetime) -> int:
    """Mark read everything up to the newest notice that was on the page; what came since stays unread."""
    return Notice.objects.filter(seen_by(by), pk__lte=upto, read_at=None).update(read_at=at)
