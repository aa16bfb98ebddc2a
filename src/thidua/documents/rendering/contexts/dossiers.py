"""What the papers round a dossier are made from."""

# The annotations are read at run time by `checking`, so they must not be postponed to strings.
from typing import Literal, NotRequired, TypedDict

from thidua.documents.rendering.contexts.parts import Group, Letterhead, Person, Signature, SignedPaper


class Proposal(TypedDict):
    """How many of what is asked for."""

    award: str
    individuals: int
    collectives: int


class SubmissionContext(SignedPaper):
    """Tờ trình đề nghị khen thưởng (mẫu 01 Nghị định 152/2025/NĐ-CP: trích các mục)."""

    subject: str
    addressees: list[str]
    grounds: list[str]
    opening: list[str]
    proposals: list[Proposal]
    achievement: list[str]
    opinions: list[str]  # opinions received
    appraisal: list[str]  # own appraisal
    closing: str
    groups: list[Group]  # the attached list; empty: none


class AttachedListContext(TypedDict):
    """Danh sách kèm theo một văn bản."""

    made_at: str
    letterhead: Letterhead | None
    title: str
    attached_to: str  # "Tờ trình số 77/TTr-STC ngày 15/3/2025 của Sở Tài chính"
    groups: list[Group]
    signature: Signature | None
    footer: NotRequired[str]


class PaperItem(TypedDict):
    """One paper in a dossier."""

    title: str
    copies: int
    form: str  # "bản chính", "tệp đã ký số"
    note: str | None


class ReceiptContext(TypedDict):
    """Biên nhận hồ sơ."""

    made_at: str
    letterhead: Letterhead
    dossier: str  # code of the submission
    subject: str
    sender_unit: str
    sender: Person
    round: str
    received_at: str
    nominees: int
    papers: list[PaperItem]
    result_by: str | None  # ISO day
    lookup: str | None  # where and with which code the dossier can be followed
    remarks: list[str]
    deliverer: str
    receiver: Person
    footer: NotRequired[str]


class Condition(TypedDict):
    """One legal condition and what was found."""

    text: str
    outcome: Literal["pass", "fail", "unknown", "hold"]
    facts: str
    source: str


class AppraisalContext(TypedDict):
    """Phiếu thẩm định hồ sơ."""

    made_at: str
    letterhead: Letterhead
    dossier: str
    nominee: str
    birth: str | None
    role: str
    unit: str
    award: str
    period: str
    round: str
    conditions: list[Condition]
    papers: list[PaperItem]
    defects: list[str]
    opinion: str
    appraiser: Person
    head: Person
    completeness: NotRequired[str]  # "Đủ 4/5 thành phần. Còn thiếu: …"
    opinions: NotRequired[list[str]]  # of other agencies and of the public
    held: NotRequired[str]  # why the dossier is held, "" when it is not
    history: NotRequired[list[str]]  # its steps, oldest first
    approval: NotRequired[str]  # what the head of the office decided
    footer: NotRequired[str]


class Counted(TypedDict):
    """One line of the balance: what, how many now, how many last year; as printed."""

    what: str
    now: str
    last: str


class ConsolidatedContext(TypedDict):
    """Bảng tổng hợp đề nghị khen thưởng của một đợt, khi đang xét."""

    made_at: str
    letterhead: Letterhead
    subject: str
    rows: list[list[str]]  # name, unit, award, verdict, opinion, state
    balance: list[Counted]
    quotas: list[str]
    maker: Person
    head: Person
    footer: NotRequired[str]


class ReportSection(TypedDict):
    """One section of a report: its heading with the number the form gives it, and paragraphs."""

    title: str
    paragraphs: list[str]


class ReportContext(TypedDict):
    """Báo cáo thành tích, theo đề cương của danh hiệu."""

    made_at: str
    letterhead: Letterhead
    title: str
    subject: str
    form: str  # the form it follows, printed small; "" when none
    sections: list[ReportSection]
    author: Person
    unit_head: Person
    footer: NotRequired[str]
