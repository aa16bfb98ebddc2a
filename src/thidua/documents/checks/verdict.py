"""What a structural check says about an uploaded file. Pure Python; reasons are Vietnamese sentences."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """Ceilings for one upload; every figure may be changed by the caller.

    Sizes are bytes, `max_ratio` is unpacked ÷ packed, `max_pixels` counts one picture.
    """

    max_bytes: int = 50 * 1024 * 1024
    max_unpacked: int = 300 * 1024 * 1024
    max_part: int = 100 * 1024 * 1024  # one part inside a package is held in memory while it is read
    max_entries: int = 5_000
    max_ratio: int = 200
    ratio_from: int = 5 * 1024 * 1024  # small parts pack well without being bombs
    max_depth: int = 2
    max_pages: int = 1_000
    max_pixels: int = 100_000_000
    max_name: int = 200


@dataclass(frozen=True)
class Reason:
    """Why a file is refused: a stable code and the sentence shown to the person."""

    code: str
    text: str


@dataclass(frozen=True)
class FileVerdict:
    """The answer: `kind` is what the content is, whatever the name says."""

    accepted: bool
    kind: str
    reasons: list[Reason] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """The shape printed by `thidua files check --json` (docs/schemas/files-check-1.json)."""
        return {
            "schema": "files-check/1",
            "accepted": self.accepted,
            "kind": self.kind,
            "reasons": [{"code": r.code, "text": r.text} for r in self.reasons],
        }


TEXTS = {
    "EMPTY": "Tệp rỗng, không có nội dung. Đề nghị chọn lại tệp.",
    "TOO_LARGE": "Tệp lớn hơn mức cho phép ({limit} MB). Đề nghị chia nhỏ hoặc nén ảnh trong tệp.",
    "KIND": "Loại tệp này không nhận. Đề nghị gửi tệp Word (.docx), Excel (.xlsx), PDF hoặc ảnh PNG, JPEG.",
    "KIND_DOC": "Tệp Word đời cũ (.doc) không đọc được. Đề nghị mở bằng Word, lưu thành .docx rồi gửi lại.",
    "KIND_PAGE_EXCEL": "Tệp này là trang web mang đuôi Excel. Đề nghị mở bằng Excel, lưu thành .xlsx rồi gửi lại.",
    "KIND_PAGE_WORD": "Tệp này là trang web mang đuôi Word. Đề nghị mở bằng Word, lưu thành .docx rồi gửi lại.",
    "EXTENSION_MISMATCH": "Đuôi tên tệp là {ext} nhưng nội dung là {kind}. Đề nghị lưu lại đúng loại tệp.",
    "NAME_PATH": "Tên tệp chứa đường dẫn. Đề nghị đổi tên tệp rồi gửi lại.",
    "NAME_CONTROL": "Tên tệp chứa ký tự ẩn hoặc ký tự đảo chiều. Đề nghị đổi tên tệp rồi gửi lại.",
    "NAME_LONG": "Tên tệp quá dài. Đề nghị đặt tên ngắn hơn.",
    "NAME_PROGRAM": "Tên tệp mang đuôi của chương trình chạy được. Tệp không được nhận.",
    "DAMAGED": "Tệp bị hỏng hoặc chưa tải lên hết. Đề nghị mở thử trên máy rồi gửi lại.",
    "PASSWORD": "Tệp đặt mật khẩu hoặc bị khóa. Đề nghị bỏ mật khẩu rồi gửi lại.",
    "MACRO": "Tệp có macro (chương trình ẩn). Đề nghị lưu thành .docx hoặc .xlsx không có macro rồi gửi lại.",
    "ACTIVE_CONTENT": "Tệp có nội dung tự chạy ({what}). Đề nghị bỏ phần này rồi gửi lại.",
    "EMBEDDED": "Tệp có tệp khác nhúng bên trong ({what}). Đề nghị gửi từng tệp riêng.",
    "EXTERNAL_LINK": "Tệp trỏ tới nội dung ở nơi khác ({what}). Đề nghị bỏ liên kết rồi gửi lại.",
    "EXTERNAL_ENTITY": "Tệp có khai báo DTD hoặc thực thể trong phần XML. Tệp không được nhận.",
    "BOMB": "Tệp bung ra lớn bất thường so với dung lượng. Tệp không được nhận.",
    "TOO_MANY_PARTS": "Tệp có quá nhiều phần bên trong. Tệp không được nhận.",
    "POLYGLOT": "Tệp chứa đồng thời hai loại nội dung. Đề nghị lưu lại từ phần mềm gốc rồi gửi lại.",
    "PART_PATH": "Tệp nén có đường dẫn lạ bên trong. Tệp không được nhận.",
    "TOO_MANY_PAGES": "Tệp có hơn {limit} trang. Đề nghị chia nhỏ tệp.",
    "HUGE_IMAGE": "Ảnh có kích thước quá lớn. Đề nghị thu nhỏ ảnh rồi gửi lại.",
}


def reason(code: str, *, wording: str = "", **params: object) -> Reason:
    """The reason of this code with its sentence filled in; `wording` names another sentence of `TEXTS`."""
    return Reason(code, TEXTS[wording or code].format(**params))


class Findings:
    """Reasons gathered during one check; each code is kept once, in the order found."""

    def __init__(self) -> None:
        self._reasons: dict[str, Reason] = {}

    def add(self, code: str, *, wording: str = "", **params: object) -> None:
        """Record a reason unless the same code is already there."""
        self._reasons.setdefault(code, reason(code, wording=wording, **params))

    def has(self, code: str) -> bool:
        """Whether this code was found."""
        return code in self._reasons

    def all(self) -> list[Reason]:
        """Every reason found, first found first."""
        return list(self._reasons.values())
