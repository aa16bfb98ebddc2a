"""Where a submission stands: the only writer of its state."""

from __future__ import annotations

from typing import Any

from thidua.dossiers.models import Submission, SubmissionState


def stand(
    submission: Submission, state: SubmissionState, *, sources: tuple[SubmissionState, ...] = (), **changes: Any
) -> bool:
    """Move a submission to a state (from the sources, when given). Returns whether it moved."""
    rows = Submission.objects.filter(pk=submission.pk)
    moved = (rows.filter(state__in=sources) if sources else rows).update(state=state, **changes)
    submission.refresh_from_db()
    return bool(moved)
