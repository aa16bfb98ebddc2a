"""What the last returned dossiers lacked: the points of the office, counted by what they were on. No names, no words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from thidua.dossiers.flow import DossierVerb
from thidua.dossiers.models import Defect, Dossier, DossierStep, Paper, PaperPart
from thidua.dossiers.policies.content import DETAILS

LAST = 50


@dataclass(frozen=True)
class Lack:
    """One thing returned dossiers lacked, and how many of them lacked it."""

    what: str
    dossiers: int


def last_lacked(awards: Sequence[str]) -> tuple[int, list[Lack]]:
    """How many returned dossiers were looked at (the last fifty of these awards) and what they lacked, most often first.

    The office's own words are left out: they may name a nominee of another unit.
    """
    steps = DossierStep.objects.filter(verb=DossierVerb.RETURN, dossier__award__in=list(awards)).order_by("-id")
    recent = list(dict.fromkeys(steps.values_list("dossier_id", flat=True)[: LAST * 4]))[:LAST]
    points = list(Defect.objects.filter(dossier__in=recent).values_list("dossier_id", "about"))
    whats = _whats({about for _pk, about in points}, recent)
    found: Counter[str] = Counter()
    for _pk, what in {(pk, whats[about]) for pk, about in points}:
        found[what] += 1
    return len(recent), [Lack(what, count) for what, count in found.most_common()]


def _whats(abouts: Iterable[str], recent: Sequence[int]) -> dict[str, str]:
    """What each point is on, in words."""
    keys = set(abouts)
    papers = {f"paper:{pk}": part for pk, part in Paper.objects.filter(dossier__in=recent).values_list("pk", "part")}
    return {about: _what(about, papers, recent) for about in keys}


def _what(about: str, papers: dict[str, str], recent: Sequence[int]) -> str:
    if about == DETAILS:
        return _("Thông tin người được đề nghị: họ tên, ngày sinh, số định danh")
    if about in papers:
        return _("Giấy tờ: %(part)s") % {
            "part": PaperPart(papers[about]).label if papers[about] in PaperPart else papers[about]
        }
    head, _sep, name = about.partition(":")
    if head == "part" and name in PaperPart:
        return _("Giấy tờ: %(part)s") % {"part": PaperPart(name).label}
    if head == "rule":
        return _("Điều kiện: %(rule)s") % {"rule": _condition(name, recent)}
    return _("Chung cả hồ sơ")


def _condition(rule: str, recent: Sequence[int]) -> str:
    """What a condition asks, in the words of the rules; its id when the rules no longer hold it."""
    for verdict in Dossier.objects.filter(pk__in=recent).values_list("verdict", flat=True):
        for row in verdict.get("conditions", ()):
            if row.get("id") == rule:
                return str(row.get("why") or row["text"])
    return rule
