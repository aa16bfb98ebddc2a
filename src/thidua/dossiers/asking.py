"""Who must be asked before an award goes on: dated values of the law room, with where they stand and what is unsure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from thidua.awards.inforce import law_in_force
from thidua.awards.rules import DatedValue
from thidua.awards.rules.findings import Confidence
from thidua.dossiers.voting import published_on

ANSWER_DAYS, REMIND_DAYS = "y-kien.co-quan.ngay", "y-kien.nhac.ngay"


@dataclass(frozen=True)
class Need:
    """One thing the law asks for an award: its value, the article in words ("cần kiểm tra" when unsure)."""

    value: DatedValue

    @property
    def cite(self) -> str:
        """Where it stands; says so when nobody has checked it yet."""
        said = str(self.value.citation)
        return said if self.value.confidence is Confidence.VERIFIED else _("%(text)s (cần kiểm tra)") % {"text": said}


@dataclass(frozen=True)
class Needs:
    """What an award needs on a day; None: the law asks for nothing."""

    consultation: Need | None = None
    agency: Need | None = None
    party: Need | None = None
    named: Need | None = None

    @property
    def days(self) -> int:
        """Working days of public consultation; 0 when none is needed."""
        return int(self.consultation.value.value) if self.consultation else 0

    @property
    def proposed(self) -> list[str]:
        """Whom to ask, as far as the law names them; who else, the officer says."""
        named = (
            [str(name) for name in self.named.value.value]
            if self.named and isinstance(self.named.value.value, list)
            else []
        )
        return [*named, *([_("Ban Thường vụ Thành ủy")] if self.party else [])]


def needs_of(award: str, on: date, *, route: str = "") -> Needs:
    """What the rules in force on a day ask for an award; nothing for one the catalogue does not know."""
    law = law_in_force()

    def need(key: str) -> Need | None:
        found = law.value(f"{award}.{key}", on)
        return Need(found) if found is not None and found.value else None

    consultation = need("consultation.days") if published_on(route, on) else None
    return Needs(consultation, need("agency_opinion"), need("party_opinion"), need("opinion_of"))


def dated_days(key: str, on: date) -> Need | None:
    """A dated number of working days that holds for every award."""
    found = law_in_force().value(key, on)
    return Need(found) if found is not None and found.value else None
