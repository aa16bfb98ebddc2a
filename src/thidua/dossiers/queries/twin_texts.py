"""The texts of a dossier that are compared with those of others: its report, the names of its initiatives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from thidua.documents.queries import FileDamagedError, file_bytes
from thidua.dossiers.checklist import outline_called
from thidua.dossiers.models import Dossier, Paper, PaperPart, Report, TextKind
from thidua.dossiers.queries.completeness import report_of
from thidua.dossiers.sameness.papers import text_of
from thidua.dossiers.sameness.words import keys_of, readable

NOT_OWN_WORDS = frozenset({"person", "honours"})
"""Sections filled in by the application: who he is and what he was given is alike in every report."""

REPORT_LEAST = 40
"""Words a report must have to be compared: shorter ones say only that the conditions are met, alike everywhere."""


@dataclass(frozen=True)
class FoundText:
    """One text with what it is and where it was taken from."""

    kind: str
    title: str
    text: str

    @property
    def digest(self) -> str:
        """By which a changed text is told."""
        return hashlib.sha256(f"{self.kind}\n{self.text}".encode()).hexdigest()


def texts_of(dossier: Dossier) -> list[FoundText]:
    """The texts of a dossier read by `with_parts`. Of the report the fullest form there is: written here, sent as a paper, summary."""
    report = next((found for found in _reports(dossier) if len(keys_of(found.text)) >= REPORT_LEAST), None)
    names = [str(row.get("name") or "") for row in dossier.facts.get("initiatives") or () if isinstance(row, dict)]
    initiatives = [
        FoundText(TextKind.INITIATIVE, "", readable(name)) for name in dict.fromkeys(names) if len(name.split()) > 1
    ]
    return [*([report] if report else []), *initiatives]


def _reports(dossier: Dossier) -> Iterator[FoundText]:
    written = report_of(dossier)
    if written is not None:
        yield FoundText(TextKind.REPORT, str(_("Báo cáo lập trên phần mềm")), readable(own_words(written)))
    for paper in getattr(dossier, "standing", ()):
        drawn_here = written is not None and paper.pk == written.paper_id
        if paper.part in (PaperPart.REPORT, PaperPart.SUMMARY) and not drawn_here:
            yield FoundText(TextKind.REPORT, paper.title[:200], readable(_read(paper)))
    yield FoundText(TextKind.REPORT, str(_("Tóm tắt thành tích")), readable(dossier.achievement))


def own_words(report: Report) -> str:
    """What the nominee or the unit wrote of the achievement, without what the application fills in."""
    outline = outline_called(report.outline)
    skipped = {section.code for section in outline.sections if section.fill in NOT_OWN_WORDS} if outline else set()
    return "\n".join(str(text) for code, text in report.sections.items() if code not in skipped)


def _read(paper: Paper) -> str:
    try:
        return text_of(file_bytes(paper.file), paper.file.kind)
    except (FileDamagedError, OSError):
        return ""
