"""What each kind of document is made from: plain dictionaries that survive a trip through JSON.

Every text is printed as it is given (after `foundation.text.tidy`); nothing in it is markup. Days are ISO
strings ("2026-10-02"), moments are ISO strings with minutes ("2026-06-12T14:00"), local to Hà Nội.
`made_at` is the moment the file is said to have been made, with its offset ("2026-10-02T08:00:00+07:00"):
it is the only source of time, so the same context always gives the same bytes. Where a number or day is
still unknown (None), the space for handwriting is printed.

Legal layout: Nghị định 30/2020/NĐ-CP, Phụ lục I; contents of decisions, minutes and lists after
Luật Thi đua, khen thưởng 2022 and Nghị định 152/2025/NĐ-CP.
"""

# The annotations are read at run time by `checking`, so they must not be postponed to strings.
from typing import Literal, NotRequired, TypedDict


class Letterhead(TypedDict):
    """The head of a paper. `number` is printed with two digits at least, as `number/symbol`."""

    parent: str | None  # cơ quan chủ quản
    issuer: str  # cơ quan ban hành; "\n" breaks the line
    number: str | None  # "4127"; None leaves room for a handwritten number
    symbol: str  # "QĐ-UBND"; "" when this kind of paper carries no number
    place: str  # địa danh
    dated: str | None  # ISO day


class Signature(TypedDict):
    """Who signs. `lines` are authority and post, such as ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]."""

    lines: list[str]
    name: str


class Person(TypedDict):
    """Somebody who takes part, with the duty held there."""

    name: str
    role: str


class Entry(TypedDict):
    """A recipient in a list. A column is printed when at least one entry has something to say in it."""

    name: str
    sex: NotRequired[str]
    birth_year: NotRequired[str]
    role: NotRequired[str]  # position held
    unit: NotRequired[str]
    award: NotRequired[str]
    achievement: NotRequired[str]
    earlier_honours: NotRequired[list[str]]
    vote: NotRequired[str]
    initiative: NotRequired[str]
    note: NotRequired[str]


class Group(TypedDict):
    """A part of a list, such as the collectives; numbering goes on through the groups."""

    title: str | None
    entries: list[Entry]


class _Paper(TypedDict):
    made_at: str
    letterhead: Letterhead
    signature: Signature
    recipients: list[str]
    footer: NotRequired[str]  # small line at the foot of every page


class DecisionContext(_Paper):
    """Quyết định khen thưởng. The achievement period is always written: the next interval counts from it."""

    subject: str  # trích yếu
    authority: str  # who decides: "Chủ tịch Ủy ban nhân dân Thành phố Hà Nội"
    grounds: list[str]
    proposer: str  # "Giám đốc Sở Nội vụ tại Tờ trình số …"
    award: str  # "danh hiệu “Chiến sĩ thi đua Thành phố”"
    recipients_phrase: str  # "25 cá nhân"
    achievement: str  # "đã có thành tích xuất sắc …"
    period: str  # "năm 2025", "giai đoạn 2021 - 2025"
    bonus: str | None  # sentence on the money and its fund
    executors: str
    groups: list[Group]
    articles: NotRequired[list[str]]  # own wording of the articles instead of the usual three


class Revoked(TypedDict):
    """One honour that is taken back."""

    name: str
    unit: str
    award: str
    decision: str  # "Quyết định số 4127/QĐ-UBND ngày 02/10/2026"
    certificate: str | None
    bonus: str | None  # money to recover, as printed


class RevocationContext(_Paper):
    """Quyết định hủy bỏ quyết định khen thưởng, thu hồi hiện vật và tiền thưởng."""

    subject: str
    authority: str
    grounds: list[str]
    proposer: str
    decision: str  # the decision that is cancelled, with number and day
    whole: bool  # True: the whole decision; False: the part on the persons listed
    reason: str
    collect_within: str  # "15 ngày làm việc kể từ ngày Quyết định này có hiệu lực"
    collector: str  # who takes the objects and money back
    executors: str
    honours: list[Revoked]


class Result(TypedDict):
    """What a ballot said of one nominee. `passed` was decided by the caller."""

    name: str
    unit: str
    agree: int
    disagree: int
    invalid: int
    passed: bool


class Ballot(TypedDict):
    """One question put to the council. Fractions are of the whole membership, present or not."""

    title: str
    members_total: int
    rule: str  # the threshold in words, with its source
    results: list[Result]


class Absent(TypedDict):
    """A member who did not come."""

    name: str
    role: str
    reason: str
    written_opinion: bool


class SessionMinutesContext(TypedDict):
    """Biên bản họp Hội đồng."""

    made_at: str
    letterhead: Letterhead
    subject: str
    started_at: str
    ended_at: str
    venue: str
    members_total: int
    present: list[Person]
    absent: list[Absent]
    guests: list[Person]
    chair: Person
    secretary: Person
    agenda: list[str]
    proceedings: list[str]
    public_notice: str | None  # result of the public consultation
    ballots: list[Ballot]
    conclusions: list[str]
    footer: NotRequired[str]


class TallyMinutesContext(TypedDict):
    """Biên bản kiểm phiếu."""

    made_at: str
    letterhead: Letterhead
    subject: str
    started_at: str
    ended_at: str
    venue: str
    members_total: int
    tellers: list[Person]  # the first is the head
    witnesses: list[Person]
    issued: int
    returned: int
    valid: int
    invalid: int
    ballots: list[Ballot]
    remarks: list[str]
    chair: Person
    footer: NotRequired[str]


class Proposal(TypedDict):
    """How many of what is asked for."""

    award: str
    individuals: int
    collectives: int


class SubmissionContext(_Paper):
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
    outcome: Literal["pass", "fail", "unknown"]
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
    footer: NotRequired[str]


class Certificate(TypedDict):
    """What differs from one certificate to the next."""

    name: str  # with the form of address: "Ông Đặng Hữu Thắng"
    verb: str  # "Tặng", "Tặng danh hiệu"
    award: str
    role: NotRequired[str]
    unit: NotRequired[str]
    achievement: str
    period: str
    number: str  # number in the golden book
    code: NotRequired[str]  # verification code for those without a camera
    url: str  # what the QR code says


class Offset(TypedDict):
    """How far the printer must be corrected, in millimetres; negative is left or up."""

    right: float
    down: float


class NameSize(TypedDict):
    """Largest and smallest size of the name, in points."""

    largest: float
    smallest: float


class CertificatesContext(TypedDict):
    """A batch of certificates of one decision, one a page.

    `mode` "full" prints frame and fixed lines too; "blank" prints only what is missing on pre-printed stock.
    """

    made_at: str
    title: str
    mode: Literal["full", "blank"]
    paper: Literal["A4", "A3", "360x237"]
    authority: str  # red line: who awards
    decision: str  # "4127/QĐ-UBND"
    decided: str  # ISO day
    place: str
    dated: str | None
    signature: Signature
    certificates: list[Certificate]
    offset_mm: NotRequired[Offset]
    name_pt: NotRequired[NameSize]
    guides: NotRequired[bool]  # dashed boxes round the variable parts, for a trial page


class PlanTask(TypedDict):
    """A row of appendix 1. Organisations are printed one after another, deadlines line by line."""

    number: int
    title: str
    contents: list[str]
    directing: str
    implementing: list[str]
    coordinating: list[str]
    due: list[str]


class PlanSection(TypedDict):
    """A quarter; `mark` and `title` are None where tasks stand directly under their part."""

    mark: str | None
    title: str | None
    tasks: list[PlanTask]


class PlanPart(TypedDict):
    """Part A or B."""

    mark: str
    title: str
    sections: list[PlanSection]


class CouncilRow(TypedDict):
    """A row of appendix 2."""

    number: int
    title: str
    contents: list[str]
    advising: list[str]
    coordinating: list[str]
    due: list[str]


class CouncilSection(TypedDict):
    """A section of appendix 2."""

    mark: str
    title: str
    rows: list[CouncilRow]


class BodyBlock(TypedDict):
    """A heading (level 1 to 3) or a paragraph (level 0) of the body."""

    level: Literal[0, 1, 2, 3]
    text: str


class PlanContext(_Paper):
    """Kế hoạch công tác năm với Phụ lục 1 (tiến độ) và Phụ lục 2 (chương trình của Hội đồng)."""

    subject: str
    body: list[BodyBlock]
    attached_to: str  # line under the titles of the appendices
    tasks_title: str
    parts: list[PlanPart]
    council_title: str
    council: list[CouncilSection]
