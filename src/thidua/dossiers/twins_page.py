"""What the page of a suspicion draws: two texts with what stands in both marked, the facts side by side, the rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from thidua.awards.queries import award_name, verdict_for
from thidua.awards.queries.panel import citation_words
from thidua.awards.rules import LawInvalid
from thidua.dossiers.models import AchievementText, Dossier, Twin
from thidua.dossiers.policies.twins import known_without, may_see_twins
from thidua.dossiers.queries.twins import beside_dossier, units_of
from thidua.foundation.clock import today
from thidua.foundation.dates import show_date, show_iso
from thidua.organisation.acting import Acting
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.sealing import mask_cccd, open_cccd
from thidua.register.models import Honour

SAME_ACHIEVEMENT = "khong-trung"
"""How the conditions of the rules that forbid rewarding one achievement twice begin."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: `own` stands in the other text too, `template` in many texts, else it stands here alone."""

    text: str
    kind: str = ""
    number: int = 0


@dataclass(frozen=True)
class Line:
    """One fact of both sides."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Whether the two sides differ."""
        return self.first != self.second


def pieces(text: str, spans: Sequence[tuple[int, int, bool]]) -> list[Piece]:
    """The text cut where passages begin and end. `spans`: start, end, template, in the order of their numbers from 1."""
    found, at = [], 0
    for number, (start, end, template) in sorted(enumerate(spans, 1), key=lambda row: row[1][0]):
        begin = max(start, at)
        if begin >= end:
            continue
        if text[at:begin]:
            found.append(Piece(text[at:begin]))
        found.append(Piece(text[begin:end], "template" if template else "own", number))
        at = end
    if text[at:]:
        found.append(Piece(text[at:]))
    return found


def sides(twin: Twin) -> list[tuple[AchievementText, list[Piece]]]:
    """Both texts with their passages; empty when the suspicion is not about texts."""
    if twin.first_text is None or twin.second_text is None:
        return []
    rows = twin.passages
    return [
        (twin.first_text, pieces(twin.first_text.text, [(row[0], row[1], bool(row[5])) for row in rows])),
        (twin.second_text, pieces(twin.second_text.text, [(row[2], row[3], bool(row[5])) for row in rows])),
    ]


def facts(twin: Twin) -> list[Line]:
    """What is known of both sides, line by line."""
    first = _of_dossier(twin.first)
    if twin.first_text is not None:
        del first[_("Tóm tắt thành tích")]  # the texts stand below, word by word
    second = _of_dossier(twin.second) if twin.second else _of_honour(twin.honour) if twin.honour else {}
    return [Line(label, value, second.get(label, "")) for label, value in first.items() if value or second.get(label)]


def _of_dossier(row: Dossier) -> dict[str, str]:
    return {
        _("Tên"): row.name,
        _("Sinh"): show_iso(row.birth) if row.birth else "",
        _("Số định danh"): mask_cccd(open_cccd(row.cccd_sealed)),
        _("Chức vụ"): row.position,
        _("Đơn vị công tác"): row.workplace,
        _("Đơn vị trình"): row.unit.name,
        _("Danh hiệu, hình thức"): award_name(row.award, today()),
        _("Năm thành tích"): str(row.round.period),
        _("Đợt"): row.round.title,
        _("Sáng kiến, đề tài"): "; ".join(_initiatives(row)),
        _("Tóm tắt thành tích"): row.achievement,
        _("Quyết định"): "",
    }


def _initiatives(row: Dossier) -> Iterator[str]:
    for each in row.facts.get("initiatives") or ():
        on = str(each.get("recognised_on") or "")
        yield f"{each.get('name', '')}, {show_iso(on)}" if on else str(each.get("name", ""))


def _of_honour(row: Honour) -> dict[str, str]:
    years = str(row.period_to) if row.period_from == row.period_to else f"{row.period_from}-{row.period_to}"
    dated = f", {show_date(row.decision_date)}" if row.decision_date else ""
    return {
        _("Tên"): row.recipient_name, _("Chức vụ"): row.position, _("Đơn vị công tác"): row.unit_name,
        _("Danh hiệu, hình thức"): row.award_name, _("Năm thành tích"): years,
        _("Quyết định"): f"{row.decision_number}{dated}",
    }  # fmt: skip


def rule(twin: Twin) -> dict[str, str]:
    """The rule that one achievement is not rewarded twice: as a dossier was judged by it, else of today; empty when there is none."""
    for dossier in (twin.second or twin.first, twin.first):
        for row in dossier.verdict.get("conditions") or _judged_now(dossier):
            if str(row.get("id", "")).startswith(SAME_ACHIEVEMENT):
                return {"text": row.get("why") or row.get("text", ""), "cite": citation_words(row["citation"])}
    return {}


def _judged_now(dossier: Dossier) -> Sequence[dict[str, Any]]:
    try:
        conditions: Sequence[dict[str, Any]] = verdict_for(
            None, {}, dossier.award, dossier.round.period, today(), kind=dossier.kind
        )["conditions"]
    except (LawInvalid, ValueError):
        return ()
    return conditions


def twins_side(acting: Acting, dossier: Dossier) -> dict[str, Any]:
    """The context of the panel on a dossier's page: one query, one more for a unit. Nothing for those whom it does not concern."""
    if dossier.sent_at is None or known_without(dossier):
        return {}
    if acting.holds(*UNIT_DUTIES):
        return {"twins": beside_dossier(dossier, units_of(acting))}
    return {"twins": beside_dossier(dossier, None)} if may_see_twins(acting) else {}
