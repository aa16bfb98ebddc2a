"""Looking for recipients who may be one, and what people decide about them. Nothing is joined by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.register.likeness import keys_of
from thidua.register.models import NearKey, Recipient, SameRuling, SuspectedSame, SuspicionRun
from thidua.register.policies import may_rule
from thidua.register.queries.sameness import joined_with
from thidua.register.queries.suspicions import batch_after, pairs_among


@transaction.atomic
def rule(pair: SuspectedSame, verdict: str, reason: str, *, by: Acting, at: datetime) -> SuspectedSame:
    """Decide whether the two are one, with a reason; a later decision replaces an earlier one. Both rows stay.

    Raises Conflict when somebody decided since the page was read (`pair.verdict` is as it was read).
    """
    insist(may_rule(by))
    if not tidy(reason):
        raise Refused(_("Cần ghi lý do. Chưa quyết gì."))
    if verdict not in SuspectedSame.Verdict.values or verdict == pair.verdict:
        raise Refused(_("Cặp này đang ở đúng kết luận đó. Chưa ghi gì."))
    before = pair.verdict
    if not SuspectedSame.objects.filter(pk=pair.pk, verdict=before).update(verdict=verdict):
        raise Conflict(_("Người khác vừa kết luận cặp này. Chưa ghi gì: hãy mở lại trang để xem."))
    pair.verdict = verdict
    SameRuling.objects.create(pair=pair, verdict=verdict, reason=tidy(reason), by=by.user, at=at)
    _join(pair)
    record(
        "register.rule_same", f"pair:{pair.pk}", by=by.actor, at=at, before=before, after=verdict, reason=tidy(reason),
        data={"recipients": [f"recipient:{pair.left_id}", f"recipient:{pair.right_id}"]},
    )  # fmt: skip
    return pair


def _join(pair: SuspectedSame) -> None:
    """Point every spelling to the oldest row of those decided to be one with it, on both sides of the pair."""
    for side in (pair.left_id, pair.right_id):
        group = joined_with(side)
        head = min(group)
        Recipient.objects.filter(pk=head).update(same_as=None)
        Recipient.objects.filter(pk__in=group - {head}).update(same_as=head)


def look_for_pairs(*, at: datetime, most: int = 5000) -> SuspicionRun | None:
    """Compare recipients that came since the last time, some thousand at a time, with all others like them.

    None when nobody is new. Pairs known already, also those decided to be different, are left as they are.
    """
    with transaction.atomic():
        batch = batch_after(_reached(), most)
        if batch is None:
            return None
        NearKey.objects.bulk_create(
            [NearKey(recipient_id=entry.pk, key=key) for entry in batch.entries for key in keys_of(entry)],
            batch_size=2000,
        )
        pairs, left_out = pairs_among(batch)
        before = SuspectedSame.objects.count()
        SuspectedSame.objects.bulk_create(
            [SuspectedSame(left_id=left, right_id=right, why=why) for (left, right), why in sorted(pairs.items())],
            batch_size=1000,
            ignore_conflicts=True,
        )
        return SuspicionRun.objects.create(
            reached=batch.last, found=SuspectedSame.objects.count() - before, left_out=left_out, at=at
        )


def _reached() -> int:
    last = SuspicionRun.objects.first()
    return last.reached if last else 0
