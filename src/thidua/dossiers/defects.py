"""Points of a return: what one may point at, the rule each stands on, the usual deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from thidua.awards.queries.panel import citation_words
from thidua.dossiers.checklist import Need, needs
from thidua.dossiers.deadlines import SUPPLEMENT, days_for
from thidua.dossiers.models import Dossier
from thidua.dossiers.queries.completeness import Completeness
from thidua.dossiers.unit_side import parts_in_hand
from thidua.foundation.clock import local_day
from thidua.organisation.models import UnitKind
from thidua.organisation.queries import official_calendar

GENERAL, DETAILS = "general", "details"
RULE, PAPER, PART = "rule:", "paper:", "part:"


@dataclass(frozen=True)
class Spot:
    """Something a point may point at: its key, its words, the rule, and a first wording of what to mend."""

    about: str
    label: str
    cite: str = ""
    text: str = ""


def usual_deadline(dossier: Dossier, on: date) -> date | None:
    """By when a unit usually mends a return made on a day: dated data, in working days."""
    days = days_for(SUPPLEMENT, dossier.award, on)
    if days is None or not days.value:
        return None
    return official_calendar([on.year, on.year + 1]).add(on, int(days.value))


def parts_asked(dossier: Dossier) -> list[Need]:
    """The parts of the dossier by the rules of the day it was sent."""
    day = local_day(dossier.sent_at or dossier.held_since)
    return needs(dossier.award, dossier.kind, dossier.unit.kind == UnitKind.ENTERPRISE, dossier.facts, day)


def spots(dossier: Dossier) -> list[Spot]:
    """Everything a point may point at: conditions not met first, missing parts, papers, details, the whole."""
    day = local_day(dossier.sent_at or dossier.held_since)
    return [
        *_rules(dossier), *_missing(parts_in_hand(dossier, day)), *_papers(dossier),
        Spot(DETAILS, _("Thông tin người được đề nghị: họ tên, ngày sinh, số định danh")),
        Spot(GENERAL, _("Chung cả hồ sơ")),
    ]  # fmt: skip


def _rules(dossier: Dossier) -> Iterator[Spot]:
    for row in dossier.verdict.get("conditions", ()):
        if row["status"] in ("fail", "unknown", "hold"):
            ask = row["text"].rstrip(".")
            yield Spot(
                RULE + row["id"], _("Điều kiện: %(text)s") % {"text": row["text"]}, citation_words(row["citation"]),
                _("%(text)s. Đề nghị bổ sung tài liệu chứng minh.") % {"text": ask},
            )  # fmt: skip


def _missing(parts: Completeness) -> Iterator[Spot]:
    for need in (line.need for line in parts.missing):
        yield Spot(
            PART + need.part.paper, _("Còn thiếu: %(name)s") % {"name": need.part.name}, need.citation,
            _("Thiếu “%(name)s”. Đề nghị bổ sung.") % {"name": need.part.name},
        )  # fmt: skip


def _papers(dossier: Dossier) -> Iterator[Spot]:
    cites = {need.part.paper: need.citation for need in parts_asked(dossier)}
    for paper in dossier.papers.all():
        if not hasattr(paper, "replaced_by"):
            yield Spot(
                f"{PAPER}{paper.pk}", _("Giấy tờ: %(title)s") % {"title": paper.title}, cites.get(paper.part, "")
            )


def cite_of(dossier: Dossier, about: str) -> str:
    """The rule a point stands on; empty for points on the whole or on the nominee's details."""
    return next((spot.cite for spot in spots(dossier) if spot.about == about), "")


def about_words(dossier: Dossier, keys: Iterable[str]) -> dict[str, str]:
    """What each point points at, in words: also for what has since been met or replaced."""
    wanted = set(keys)
    named = {spot.about: spot.label for spot in spots(dossier)} if wanted else {}
    return {about: named.get(about) or _was(dossier, about) for about in wanted}


def _was(dossier: Dossier, about: str) -> str:
    """The words for what is no longer among the things to point at."""
    if about.startswith(RULE):
        rows = dossier.verdict.get("conditions", ())
        text = next((row["text"] for row in rows if row["id"] == about.removeprefix(RULE)), "")
        return _("Điều kiện: %(text)s") % {"text": text} if text else _("Điều kiện xét")
    if about.startswith(PART):
        wanted = about.removeprefix(PART)
        name = next((need.part.name for need in parts_asked(dossier) if need.part.paper == wanted), "")
        return _("Thành phần hồ sơ: %(name)s") % {"name": name} if name else _("Thành phần hồ sơ")
    if about.startswith(PAPER):
        title = next((paper.title for paper in dossier.papers.all() if f"{PAPER}{paper.pk}" == about), "")
        return _("Giấy tờ: %(title)s") % {"title": title}
    return _("Chung cả hồ sơ")
