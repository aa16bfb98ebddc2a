"""What the application can put into a report by itself: the nominee's details, the list's summary, past honours."""

from __future__ import annotations

from thidua.dossiers.checklist import Outline
from thidua.dossiers.models import Dossier
from thidua.foundation.dates import show_date, show_iso
from thidua.register.models import RecipientKind
from thidua.register.queries import honours_of, standing


def prefilled(dossier: Dossier, outline: Outline) -> dict[str, str]:
    """A first text for each section of an outline; sections the application knows nothing of stay empty."""
    filled = {"person": _person, "achievement": _achievement, "initiatives": _initiatives, "honours": _honours}
    return {
        section.code: filled[section.fill](dossier) if section.fill in filled else "" for section in outline.sections
    }


def _person(dossier: Dossier) -> str:
    individual = dossier.kind == RecipientKind.INDIVIDUAL
    rows = [
        ("Họ và tên" if individual else "Tên tập thể", dossier.name),
        ("Sinh", show_iso(dossier.birth) if dossier.birth else ""),
        ("Chức vụ", dossier.position),
        ("Đơn vị công tác" if individual else "Thuộc đơn vị", dossier.place_of_work),
    ]
    return "\n".join(f"{label}: {value}" for label, value in rows if value)


def _achievement(dossier: Dossier) -> str:
    return dossier.achievement


def _initiatives(dossier: Dossier) -> str:
    return "\n".join(str(row.get("name", "")) for row in dossier.facts.get("initiatives") or ())


def _honours(dossier: Dossier) -> str:
    if dossier.recipient is None:
        return ""
    return "\n".join(
        f"{row.period_to}: {row.award_name}" + (f", {row.decision_number}" if row.decision_number else "")
        + (f", {show_date(row.decision_date)}" if row.decision_date else "")
        for row in reversed(standing(honours_of(dossier.recipient)))
    )  # fmt: skip
