"""From a checked context to blocks: one function per kind of paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from thidua.documents.rendering import contexts
from thidua.documents.rendering.blocks import Closing, Paper, Para, Signs
from thidua.documents.rendering.checking import checked
from thidua.documents.rendering.composing import asking, council, decisions, dossiers, letters, plan
from thidua.documents.rendering.kinds import DocumentKind

_KINDS: dict[DocumentKind, tuple[type, Callable[[Any], Paper]]] = {
    DocumentKind.DECISION: (contexts.DecisionContext, decisions.decision),
    DocumentKind.REVOCATION: (contexts.RevocationContext, decisions.revocation),
    DocumentKind.SESSION_MINUTES: (contexts.SessionMinutesContext, council.session_minutes),
    DocumentKind.TALLY_MINUTES: (contexts.TallyMinutesContext, council.tally_minutes),
    DocumentKind.SUBMISSION: (contexts.SubmissionContext, dossiers.submission),
    DocumentKind.ATTACHED_LIST: (contexts.AttachedListContext, dossiers.attached_list),
    DocumentKind.RECEIPT: (contexts.ReceiptContext, dossiers.receipt),
    DocumentKind.APPRAISAL: (contexts.AppraisalContext, dossiers.appraisal),
    DocumentKind.CONSOLIDATED: (contexts.ConsolidatedContext, dossiers.consolidated),
    DocumentKind.REPORT: (contexts.ReportContext, dossiers.report),
    DocumentKind.PLAN: (contexts.PlanContext, plan.plan),
    DocumentKind.OPINION_LETTER: (contexts.OpinionLetterContext, asking.opinion_letter),
    DocumentKind.CONSULTATION_RESULT: (contexts.ConsultationResultContext, asking.consultation_result),
    DocumentKind.URGING: (contexts.UrgingContext, letters.urging),
}


def composed(kind: DocumentKind, context: Mapping[str, Any]) -> Paper:
    """Return the paper of `kind` made from `context`.

    Raises `ContextError` when the context does not fit. Certificates are not a paper of blocks.
    """
    shape, compose = _KINDS[kind]
    return _never_signed_alone(compose(checked(shape, context)))


def _never_signed_alone(paper: Paper) -> Paper:
    """Hold the last paragraph to the signatures: a page with nothing but signatures could be put under any text."""
    blocks = list(paper.blocks)
    for i, (block, after) in enumerate(pairwise(blocks)):
        if isinstance(block, Para) and isinstance(after, Closing | Signs):
            blocks[i] = replace(block, keep=True)
    return replace(paper, blocks=tuple(blocks))
