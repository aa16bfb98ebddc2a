"""Work of the room that the clock starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thidua.dossiers.actions.consulting import end_consultations
from thidua.dossiers.actions.opinions import end_requests


@dataclass(frozen=True)
class Ended:
    """How many requests to agencies and how many public lists came to their last day."""

    requests: int
    consultations: int


def end_opinions(*, at: datetime) -> Ended:
    """End what has passed its last day, and remind agencies whose day is near. Does no harm again."""
    return Ended(end_requests(at=at), end_consultations(at=at))
