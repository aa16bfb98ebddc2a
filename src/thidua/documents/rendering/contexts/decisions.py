"""What decisions are made from."""

# The annotations are read at run time by `checking`, so they must not be postponed to strings.
from typing import NotRequired, TypedDict

from thidua.documents.rendering.contexts.parts import Group, SignedPaper


class DecisionContext(SignedPaper):
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


class RevocationContext(SignedPaper):
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
