"""Files that cannot be read at all: a code to branch on and a Vietnamese sentence for the person."""

from __future__ import annotations

from enum import StrEnum


class Failure(StrEnum):
    """Why a file cannot be read."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    OLD_WORD = "old_word"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    NO_TEXT_LAYER = "no_text_layer"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_PAGES = "too_many_pages"


_SENTENCES = {
    Failure.EMPTY: "Tệp không có nội dung. Chưa lưu gì. Hãy chọn lại tệp kế hoạch.",
    Failure.TOO_LARGE: "Tệp lớn hơn mức cho phép ({limit} MB). Chưa lưu gì. Hãy tách phụ lục hoặc bỏ hình ảnh rồi nạp lại.",
    Failure.WRONG_KIND: "Tệp không phải văn bản Word (.docx), PDF, .txt hay .md. Chưa lưu gì. Hãy chọn đúng tệp kế hoạch.",
    Failure.OLD_WORD: (
        "Tệp là văn bản Word đời cũ (.doc). Chưa lưu gì. Hãy mở bằng Word, chọn Lưu thành .docx rồi nạp lại."
    ),
    Failure.DAMAGED: "Tệp bị hỏng hoặc thiếu một phần nên không mở được. Chưa lưu gì. Hãy lấy lại bản gốc rồi nạp lại.",
    Failure.ENCRYPTED: "Tệp có mật khẩu nên không mở được. Chưa lưu gì. Hãy bỏ mật khẩu rồi nạp lại.",
    Failure.NO_TEXT_LAYER: (
        "Tệp PDF chỉ có ảnh quét, không có lớp chữ. Chưa lưu gì. Hãy dùng bản Word hoặc bản PDF xuất từ Word."
    ),
    Failure.UNPACKS_TOO_LARGE: (
        "Tệp nén bất thường, khi mở ra lớn hơn mức cho phép ({limit} MB). Chưa lưu gì. "
        "Hãy lưu lại bằng Word rồi nạp lại."
    ),
    Failure.TOO_MANY_PAGES: (
        "Tệp PDF có quá nhiều trang (hơn {limit} trang). Chưa lưu gì. Hãy chỉ nạp kế hoạch và các phụ lục."
    ),
}


class Unreadable(Exception):  # noqa: N818 - named for what is said of the file, as the callers read it
    """Raised when nothing can be read; `code` is a Failure, `reason_vi` a sentence to show."""

    def __init__(self, code: Failure, *, limit: int = 0) -> None:
        self.code = code
        self.reason_vi = _SENTENCES[code].format(limit=limit)
        super().__init__(self.reason_vi)
