"""What is made: the kinds of documents, the result of making one, and the errors."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """The documents this room can make. Each has its context in `contexts`."""

    DECISION = "decision"  # quyết định khen thưởng
    REVOCATION = "revocation"  # quyết định hủy bỏ, thu hồi
    SESSION_MINUTES = "session_minutes"  # biên bản họp Hội đồng
    TALLY_MINUTES = "tally_minutes"  # biên bản kiểm phiếu
    SUBMISSION = "submission"  # tờ trình
    ATTACHED_LIST = "attached_list"  # danh sách kèm theo
    RECEIPT = "receipt"  # biên nhận hồ sơ
    APPRAISAL = "appraisal"  # phiếu thẩm định
    CONSOLIDATED = "consolidated"  # bảng tổng hợp một đợt xét
    REPORT = "report"  # báo cáo thành tích
    CERTIFICATES = "certificates"  # bằng, giấy chứng nhận (PDF only)
    PLAN = "plan"  # kế hoạch năm và hai phụ lục
    URGING = "urging"  # công văn đôn đốc
    OPINION_LETTER = "opinion_letter"  # công văn lấy ý kiến
    CONSULTATION_RESULT = "consultation_result"  # kết quả lấy ý kiến Nhân dân
    PLAN_BOARD = "plan_board"  # bảng lãnh đạo của kế hoạch, một tờ A3 (PDF only)


PDF_ONLY = frozenset({DocumentKind.CERTIFICATES, DocumentKind.PLAN_BOARD})
"""Kinds laid out to the sheet they are printed on, which a word processor does not keep."""


@dataclass(frozen=True)
class Rendered:
    """A finished file.

    `sha256` is the hexadecimal digest of `data`. `pages` is the number of pages, 0 for DOCX (the word
    processor decides). `notes` are codes of what a person should look at before printing:

    - `no_glyph:U+1F389`: the typeface has no such character; □ is printed in the PDF in its place.
    - `name_shrunk:3:26`: on the certificate with index 3 (from 0) the name is set in 26 pt.
    - `name_broken:3`: the name had to be broken into lines.
    - `name_below_min:3:19`: two lines did not hold the name even in the smallest size; it is set smaller still.
    - `text_long:3`: the lines under the name are likely to run into the signature.
    """

    data: bytes
    sha256: str
    pages: int
    notes: tuple[str, ...]


class RenderingError(Exception):
    """A document could not be made. The message is a Vietnamese sentence."""


class ContextError(RenderingError):
    """The context does not fit the kind. `where` is the path of the value, such as `ballots[0].award`."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"Dữ liệu để lập văn bản chưa đúng ở “{where}”: {problem}.")
        self.where = where
        self.problem = problem


class FormatNotOffered(RenderingError):  # noqa: N818 - a refusal, named like the other refusals of the house
    """The kind exists, but not in the format asked for."""
