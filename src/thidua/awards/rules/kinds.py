"""What sort of value stands under a key, and its codes with their words. Pure; words are plain Vietnamese.

A key is "vote.share" of an award or the full key of a common value ("luong-co-so").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .dated import LawInvalid
from .law import load_law


class Kind(StrEnum):
    """How a value is typed."""

    WHOLE = "whole"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"
    YEARS = "years"
    MONEY = "money"
    SHARE = "share"
    COEFFICIENT = "coefficient"
    DATE = "date"
    YES_NO = "yes_no"
    TEXT = "text"
    TEXTS = "texts"
    CODE = "code"
    CODES = "codes"
    FILING = "filing"
    TENURE = "tenure"


UNITS = {Kind.DAYS: "ngày", Kind.HOURS: "giờ", Kind.MONTHS: "tháng", Kind.YEARS: "năm", Kind.MONEY: "đ"}

# The first pattern that fits a key names its kind.
KINDS: tuple[tuple[str, Kind], ...] = (
    (r"luong-co-so|thuong\.lam-tron", Kind.MONEY),
    (r"thuong\.(cach-lam-tron|danh-hieu-cung-ky|danh-hieu-va-hinh-thuc|nguoi-nuoc-ngoai)", Kind.CODE),
    (r"dung-lai-nam|reuse|vote\.ballot|hoi-dong\.(mau-so|bo-phieu-kin)", Kind.CODE),
    (r"truy-tang\.hinh-thuc|danh-hieu-suy-ra\..+", Kind.CODES),
    (r"ho-so\.thieu\..+", Kind.CODE),
    (r"cap-huyen\.ngay-cuoi", Kind.DATE),
    (r"duong\..+|tham-quyen\.cap-phat-dong|ho-so\.(doanh-nghiep|nguoi-dung-dau\..+)", Kind.CODES),
    (r".+\.gio", Kind.HOURS),
    (r"dossier|leave\.counted|danh-hieu-suy-ra\..+|truy-tang\.hinh-thuc", Kind.CODES),
    (r"(.+\.)?(ngay|days)", Kind.DAYS),
    (r".+\.thang|months", Kind.MONTHS),
    (r"(vote|quota)\.share|share\..+|giam-thoi-gian-.+|uu-tien\..+|muc-tieu\..+|quy-khen-thuong\..+", Kind.SHARE),
    (r"hoi-dong\.toi-thieu-du-hop", Kind.SHARE),
    (r"bonus\..+|bonus_ceiling\..+", Kind.COEFFICIENT),
    (r"decided_by|opinion_of|benefits", Kind.TEXTS),
    (r"party_opinion|agency_opinion|tham-quyen\.cap-huyen", Kind.YES_NO),
    (r"certificate|partner|cap-huyen\.ngay-cuoi", Kind.TEXT),
    (r"filing", Kind.FILING),
    (r"tenure(\.\d)?", Kind.TENURE),
    (r"years|lag|step|sector(\.teaching)?|teaching|service\.\d|initiative\.within|filing\.years", Kind.YEARS),
    (r"times|cstdcs|cstdt|initiatives|excellent|rank|count\..+|quota\.(count|per_cluster)|hardship\.weight", Kind.WHOLE),
)  # fmt: skip

# Codes of the values that are codes, with their words.
PAPERS: Mapping[str, str] = {
    "TO_TRINH": "Tờ trình",
    "VAN_BAN_DE_NGHI": "Văn bản đề nghị",
    "DANH_SACH": "Danh sách đề nghị",
    "BAO_CAO_THANH_TICH": "Báo cáo thành tích",
    "BAO_CAO_TOM_TAT": "Báo cáo tóm tắt thành tích",
    "BIEN_BAN_XET": "Biên bản họp xét, kết quả bỏ phiếu",
    "XAC_NHAN_SANG_KIEN": "Xác nhận sáng kiến, đề tài",
    "XAC_NHAN_CU_TRU": "Xác nhận nơi cư trú",
    "TAI_LIEU_CHUNG_MINH": "Tài liệu chứng minh thành tích",
    "HO_SO_RIENG": "Hồ sơ theo quy định riêng",
    "XN_THUE": "Xác nhận của cơ quan thuế",
    "XN_BAO_HIEM": "Xác nhận của cơ quan bảo hiểm xã hội",
    "XN_MOI_TRUONG": "Xác nhận về bảo vệ môi trường",
    "XN_PCCC": "Xác nhận về phòng cháy, chữa cháy",
    "XN_LAO_DONG": "Xác nhận về an toàn, vệ sinh lao động",
}
ROUTES: Mapping[str, str] = {
    "regular": "thường xuyên", "simplified": "thủ tục đơn giản", "state": "cấp Nhà nước", "monthly": "hằng tháng",
    "sudden": "đột xuất", "valedictorian": "Thủ khoa xuất sắc", "initiative": "Sáng kiến Thủ đô",
    "foreign": "người nước ngoài", "volunteer": "Thanh niên xung phong", "resistance": "thành tích kháng chiến",
    "posthumous": "truy tặng",
}  # fmt: skip
LAUNCHERS = {"district": "cấp huyện", "department": "sở, ban, ngành", "commune": "cấp xã", "unit": "đơn vị khác"}
BALLOT = {"required": "bắt buộc bỏ phiếu kín", "setting": "theo quy chế của Hội đồng"}
REUSE = {"allow": "được tính lại", "doubt": "cần kiểm tra từng trường hợp", "refuse": "không được tính lại"}
CODES: tuple[tuple[str, Mapping[str, str]], ...] = (
    (r"dossier|duong\..+\.thanh-phan|ho-so\.(doanh-nghiep|nguoi-dung-dau\.giay)", PAPERS),
    (r"duong\..+", ROUTES),
    (r"tham-quyen\.cap-phat-dong", LAUNCHERS),
    (r"ho-so\.thieu\..+", {"block": "chưa gửi được", "warn": "chỉ nhắc"}),
    (r"leave\.counted", {
        "maternity": "nghỉ thai sản", "treatment": "điều trị, điều dưỡng", "training": "đào tạo, bồi dưỡng",
        "unpaid": "nghỉ không lương", "other": "lý do khác",
    }),
    (r"vote\.ballot|hoi-dong\.bo-phieu-kin", BALLOT),
    (r"reuse|dung-lai-nam", REUSE),
    (r"hoi-dong\.mau-so", {"all_members": "toàn bộ thành viên Hội đồng"}),
    (r"thuong\.cach-lam-tron", {"up": "làm tròn lên", "nearest": "làm tròn đến số gần nhất", "none": "không làm tròn"}),
    (r"thuong\.danh-hieu-cung-ky", {"highest": "chỉ mức thưởng cao nhất", "each": "từng danh hiệu"}),
    (r"thuong\.danh-hieu-va-hinh-thuc", {"both": "được hưởng cả hai", "higher": "chỉ mức cao hơn"}),
    (r"thuong\.nguoi-nuoc-ngoai", {"gift": "hiện vật, tặng phẩm tương đương", "money": "tiền thưởng"}),
)  # fmt: skip

FORMS = {"order": "Các hạng huân chương", "medal": "Các hạng huy chương"}


@dataclass(frozen=True)
class Form:
    """How a key is typed, and its codes where it has some."""

    kind: Kind
    codes: Mapping[str, str]


def form_of(key: str) -> Form:
    """The form of a short key of an award or of a common value. Raises :class:`LawInvalid` for a key nobody declared."""
    kind = next((kind for pattern, kind in KINDS if re.fullmatch(pattern, key)), None)
    if kind is None:
        raise LawInvalid(f"Không có giá trị nào mang khóa “{key}”.")
    codes = next((codes for pattern, codes in CODES if re.fullmatch(pattern, key)), None)
    if kind is Kind.CODES and codes is None:
        codes = {**FORMS, **{code: each.short for code, each in load_law().awards.items()}}
    return Form(kind, codes or {})
