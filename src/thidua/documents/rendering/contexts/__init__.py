"""What each kind of document is made from: plain dictionaries that survive a trip through JSON.

Every text is printed as it is given (after `foundation.text.tidy`); nothing in it is markup. Days are ISO
strings ("2026-10-02"), moments are ISO strings with minutes ("2026-06-12T14:00"), local to Hà Nội.
`made_at` is the moment the file is said to have been made, with its offset ("2026-10-02T08:00:00+07:00"):
it is the only source of time, so the same context always gives the same bytes. Where a number or day is
still unknown (None), the space for handwriting is printed.

Legal layout: Nghị định 30/2020/NĐ-CP, Phụ lục I; contents of decisions, minutes and lists after
Luật Thi đua, khen thưởng 2022 and Nghị định 152/2025/NĐ-CP.
"""

from __future__ import annotations

from thidua.documents.rendering.contexts.asking import (
    AskedNominee,
    ConsultationResultContext,
    OpinionLetterContext,
)
from thidua.documents.rendering.contexts.board import (
    BoardCount,
    BoardGroup,
    BoardMonth,
    BoardNote,
    BoardRow,
    PlanBoardContext,
)
from thidua.documents.rendering.contexts.certificates import (
    Certificate,
    CertificatesContext,
    NameSize,
    Offset,
)
from thidua.documents.rendering.contexts.council import (
    Absent,
    Ballot,
    Result,
    SessionMinutesContext,
    TallyMinutesContext,
)
from thidua.documents.rendering.contexts.decisions import DecisionContext, RevocationContext, Revoked
from thidua.documents.rendering.contexts.dossiers import (
    AppraisalContext,
    AttachedListContext,
    Condition,
    ConsolidatedContext,
    Counted,
    PaperItem,
    Proposal,
    ReceiptContext,
    ReportContext,
    SubmissionContext,
)
from thidua.documents.rendering.contexts.letters import UrgedItem, UrgedUnit, UrgingContext
from thidua.documents.rendering.contexts.parts import Entry, Group, Letterhead, Person, Signature
from thidua.documents.rendering.contexts.plan import (
    BodyBlock,
    CouncilRow,
    CouncilSection,
    PlanContext,
    PlanPart,
    PlanSection,
    PlanTask,
)

__all__ = [
    "Absent",
    "AppraisalContext",
    "AskedNominee",
    "AttachedListContext",
    "Ballot",
    "BoardCount",
    "BoardGroup",
    "BoardMonth",
    "BoardNote",
    "BoardRow",
    "BodyBlock",
    "Certificate",
    "CertificatesContext",
    "Condition",
    "ConsolidatedContext",
    "ConsultationResultContext",
    "CouncilRow",
    "CouncilSection",
    "Counted",
    "DecisionContext",
    "Entry",
    "Group",
    "Letterhead",
    "NameSize",
    "Offset",
    "OpinionLetterContext",
    "PaperItem",
    "Person",
    "PlanBoardContext",
    "PlanContext",
    "PlanPart",
    "PlanSection",
    "PlanTask",
    "Proposal",
    "ReceiptContext",
    "ReportContext",
    "Result",
    "RevocationContext",
    "Revoked",
    "SessionMinutesContext",
    "Signature",
    "SubmissionContext",
    "TallyMinutesContext",
    "UrgedItem",
    "UrgedUnit",
    "UrgingContext",
]
