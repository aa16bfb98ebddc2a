"""What the keys, kinds and levels of the law are called. Pure; plain Vietnamese."""

import re
from collections.abc import Mapping

from .law import Law

RECIPIENTS: Mapping[str, str] = {
    "individual": "cá nhân", "collective": "tập thể", "household": "hộ gia đình", "enterprise": "doanh nghiệp",
    "community": "cộng đồng", "group": "nhóm tác giả",
}  # fmt: skip
CLASSES: Mapping[str, str] = {
    "staff": "cán bộ, công chức, viên chức", "forces": "lực lượng vũ trang", "worker": "công nhân",
    "farmer": "nông dân", "entrepreneur": "doanh nhân", "intellectual": "trí thức", "scientist": "nhà khoa học",
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "title": "Danh hiệu thi đua", "honorary": "Danh hiệu vinh dự nhà nước", "form": "Hình thức khen thưởng",
    "prize": "Giải thưởng", "city_title": "Danh hiệu của Thành phố", "city_form": "Hình thức khen của Thành phố",
}  # fmt: skip
LEVELS: Mapping[str, str] = {
    "state": "Nhà nước", "city": "Thành phố quy định", "province": "Thành phố (cấp tỉnh)",
    "base": "Cơ sở", "commune": "Cấp xã",
}  # fmt: skip
CYCLES: Mapping[str, str] = {"yearly": "hằng năm", "as it arises": "khi có thành tích"}

# Sections of an award's page, in order: title, and the keys that belong to it (the first pattern that fits wins).
SECTIONS: tuple[tuple[str, str], ...] = (
    ("Thẩm quyền", r"decided_by|opinion_of|partner"),
    ("Bỏ phiếu của Hội đồng", r"vote\..+"),
    ("Chỉ tiêu, số lượng", r"quota\..+|rank"),
    ("Thành phần hồ sơ", r"dossier"),
    ("Thời điểm nộp hồ sơ, xét tặng", r"filing(\.years)?"),
    ("Lấy ý kiến và thời hạn xử lý", r"(.+\.)?days|party_opinion|agency_opinion"),
    ("Tiền thưởng", r"bonus(_ceiling)?\..+"),
    ("Hiện vật, quyền lợi", r"certificate|benefits"),
    ("Số liệu của điều kiện", r".+"),
)

LABELS: tuple[tuple[str, str], ...] = (
    (r"decided_by", "Người quyết định"),
    (r"opinion_of", "Hỏi ý kiến của"),
    (r"partner", "Cơ quan phối hợp"),
    (r"vote\.share", "Tỷ lệ phiếu đồng ý tối thiểu, trên toàn bộ thành viên"),
    (r"vote\.ballot", "Cách bỏ phiếu"),
    (r"quota\.share", "Tỷ lệ tối đa được xét"),
    (r"quota\.count", "Số lượng tối đa"),
    (r"quota\.per_cluster", "Số lượng tối đa mỗi cụm, khối"),
    (r"rank", "Thứ hạng trong cụm, khối"),
    (r"dossier", "Thành phần hồ sơ"),
    (r"filing", "Hạn nộp, hạn xét"),
    (r"filing\.years", "Nộp trong vòng"),
    (r"consultation\.days", "Công khai lấy ý kiến"),
    (r"appraisal\.days", "Thẩm định"),
    (r"party_opinion", "Xin ý kiến cấp ủy Đảng"),
    (r"agency_opinion", "Hiệp y cơ quan liên quan"),
    (r"commune\.days", "Cấp xã xét"),
    (r"commune\.notice\.days", "Cấp xã niêm yết"),
    (r"decision\.days", "Ra quyết định"),
    (r"ministry\.days", "Bộ Nội vụ thẩm định"),
    (r"public_notice\.ministry\.days", "Bộ Nội vụ công khai"),
    (r"return\.days", "Trả lại hồ sơ thiếu"),
    (r"revocation\.days", "Thu hồi"),
    (r"bonus\.individual", "Tiền thưởng cá nhân"),
    (r"bonus\.individual\.unit", "Tiền thưởng cá nhân, cơ sở tặng"),
    (r"bonus\.individual\.(\d)", r"Tiền thưởng cá nhân, hạng \1"),
    (r"bonus\.collective", "Tiền thưởng tập thể"),
    (r"bonus\.collective\.(\d)", r"Tiền thưởng tập thể, hạng \1"),
    (r"bonus\.household", "Tiền thưởng hộ gia đình"),
    (r"bonus\.enterprise", "Tiền thưởng doanh nghiệp"),
    (r"bonus\.group", "Tiền thưởng nhóm tác giả"),
    (r"bonus_ceiling\.individual", "Mức thưởng cá nhân cao nhất"),
    (r"certificate", "Hiện vật khen thưởng"),
    (r"benefits", "Quyền lợi kèm theo"),
    (r"times", "Số lần liên tục phải có"),
    (r"years", "Số năm phải có"),
    (r"lag", "Chuỗi được kết thúc sớm hơn kỳ xét nhiều nhất"),
    (r"reuse", "Năm đã tính cho lần tặng trước"),
    (r"step", "Khoảng cách giữa hai lần"),
    (r"initiative\.within", "Sáng kiến công nhận trong vòng"),
    (r"initiatives", "Số sáng kiến, đề tài"),
    (r"months", "Thời gian làm việc tối thiểu trong năm"),
    (r"leave\.counted", "Thời gian nghỉ vẫn được tính"),
    (r"share\.completed", "Tỷ lệ cá nhân hoàn thành nhiệm vụ"),
    (r"share\.ldtt", "Tỷ lệ cá nhân đạt Lao động tiên tiến"),
    (r"count\.cstdcs", "Số cá nhân đạt Chiến sĩ thi đua cơ sở"),
    (r"count\.disciplined", "Số cá nhân bị kỷ luật nhiều nhất"),
    (r"cstdcs", "Số lần Chiến sĩ thi đua cơ sở"),
    (r"cstdt", "Số lần Chiến sĩ thi đua Thành phố"),
    (r"excellent", "Số năm hoàn thành xuất sắc nhiệm vụ"),
    (r"hardship\.weight", "Hệ số quy đổi vùng khó khăn"),
    (r"sector", "Thời gian công tác trong ngành"),
    (r"sector\.teaching", "Thời gian trực tiếp giảng dạy trong ngành"),
    (r"teaching", "Thời gian trực tiếp giảng dạy"),
    (r"service\.(\d)", r"Thời gian phục vụ, hạng \1"),
    (r"tenure", "Thời gian giữ chức vụ"),
    (r"tenure\.(\d)", r"Thời gian giữ chức vụ, hạng \1"),
    # Common values.
    (r"luong-co-so", "Mức lương cơ sở, mỗi tháng"),
    (r"thuong\.lam-tron", "Tiền thưởng làm tròn đến"),
    (r"thuong\.cach-lam-tron", "Cách làm tròn tiền thưởng"),
    (r"thuong\.danh-hieu-cung-ky", "Nhiều danh hiệu cùng một kỳ"),
    (r"thuong\.danh-hieu-va-hinh-thuc", "Danh hiệu và hình thức cùng một kỳ"),
    (r"thuong\.nguoi-nuoc-ngoai", "Thưởng người nước ngoài"),
    (r"giam-thoi-gian-nu-lanh-dao", "Phần thời gian giữ chức vụ được giảm cho nữ lãnh đạo, quản lý"),
    (r"uu-tien\.tap-the-nu", "Tỷ lệ nữ của tập thể được ưu tiên"),
    (r"lay-y-kien-nhan-dan\.ngay", "Lấy ý kiến nhân dân, ngày làm việc"),
    (r"cong-khai-bo\.ngay", "Bộ Nội vụ công khai, ngày làm việc"),
    (r"tham-dinh-tinh\.ngay", "Thành phố thẩm định khen thưởng cấp Nhà nước, ngày làm việc"),
    (r"tham-dinh-tinh-cao\.ngay", "Thành phố thẩm định Huân chương Độc lập trở lên, danh hiệu Anh hùng, ngày làm việc"),
    (r"tham-dinh-thanh-pho\.ngay", "Thành phố thẩm định khen thưởng cấp Thành phố, ngày làm việc"),
    (r"tham-dinh-bo\.ngay", "Bộ Nội vụ thẩm định, ngày làm việc"),
    (r"tra-ho-so-bo\.ngay", "Bộ Nội vụ trả lại hồ sơ, ngày làm việc"),
    (r"bao-khong-dong-y\.ngay", "Báo khi không đồng ý, ngày làm việc"),
    (r"gui-quyet-dinh\.ngay", "Gửi quyết định, ngày làm việc"),
    (r"cap-hien-vat-duoi-100\.ngay", "Cấp hiện vật dưới 100 trường hợp, ngày làm việc"),
    (r"cap-hien-vat-tu-100\.ngay", "Cấp hiện vật từ 100 trường hợp, ngày làm việc"),
    (r"bo-trinh-sau-y-kien\.ngay", "Bộ Nội vụ trình sau khi đủ ý kiến, ngày làm việc"),
    (r"nop-lai-hien-vat\.ngay", "Nộp lại hiện vật sau khi hủy bỏ, thu hồi, ngày làm việc"),
    (r"chuyen-hien-vat-thu-hoi\.ngay", "Chuyển hiện vật thu hồi, ngày làm việc"),
    (r"trinh-huy-bo\.ngay", "Trình hủy bỏ quyết định, ngày làm việc"),
    (r"de-nghi-tuoc-danh-hieu\.ngay", "Đề nghị tước danh hiệu sau bản án có hiệu lực, ngày theo lịch"),
    (r"trinh-tuoc-danh-hieu\.ngay", "Trình tước danh hiệu, ngày làm việc"),
    (r"so-lieu-thanh-tich\.thang", "Số liệu thành tích lấy trước ngày trình nhiều nhất"),
    (r"hoi-dong\.mau-so", "Tỷ lệ phiếu tính trên"),
    (r"hoi-dong\.toi-thieu-du-hop", "Tỷ lệ thành viên tối thiểu dự họp Hội đồng"),
    (r"hoi-dong\.bo-phieu-kin", "Cách bỏ phiếu của Hội đồng"),
    (r"dung-lai-nam", "Năm đã tính cho lần tặng trước của cùng danh hiệu"),
    (r"quy-khen-thuong\.tran", "Quỹ thi đua, khen thưởng, phần tối đa của chi thường xuyên"),
    (r"quy-khen-thuong\.chi-to-chuc", "Phần quỹ chi cho tổ chức phong trào"),
    (r"muc-tieu\.lao-dong-truc-tiep", "Tỷ lệ người lao động trực tiếp mong muốn trong một đợt"),
    (r"muc-tieu\.tap-the-nho", "Tỷ lệ tập thể nhỏ mong muốn trong một đợt"),
    (r"cap-huyen\.ngay-cuoi", "Ngày cuối cấp huyện còn thẩm quyền khen thưởng"),
    (r"truy-tang\.hinh-thuc", "Được truy tặng"),
    (r"ho-so\.thieu\.state", "Hồ sơ cấp Nhà nước thiếu giấy bắt buộc"),
    (r"ho-so\.thieu\.province", "Hồ sơ cấp tỉnh thiếu giấy bắt buộc"),
    (r"ho-so\.thieu\.base", "Hồ sơ cấp cơ sở thiếu giấy bắt buộc"),
    (r"ho-so\.thieu\.commune", "Hồ sơ cấp xã thiếu giấy bắt buộc"),
    (r"ho-so\.thieu\.city", "Hồ sơ danh hiệu của Thành phố thiếu giấy bắt buộc"),
    (r"ho-so\.doanh-nghiep", "Giấy xác nhận thêm của doanh nghiệp"),
    (r"ho-so\.nguoi-dung-dau\.danh-hieu", "Người đứng đầu đơn vị nộp ngân sách thêm giấy xác nhận khi đề nghị"),
    (r"ho-so\.nguoi-dung-dau\.giay", "Giấy xác nhận thêm của người đứng đầu đơn vị nộp ngân sách"),
    (r"han\.tiep-nhan\.ngay", "Ban tiếp nhận, ngày làm việc"),
    (r"han\.tham-dinh\.ngay", "Ban thẩm định, ngày làm việc"),
    (r"han\.bo-sung\.ngay", "Đơn vị bổ sung hồ sơ bị trả lại, ngày làm việc"),
    (r"han\.tiep-nhan\.dot-xuat\.gio", "Khen đột xuất: Ban tiếp nhận trong"),
    (r"han\.tham-dinh\.dot-xuat\.gio", "Khen đột xuất: Ban thẩm định trong"),
    (r"han\.tham-dinh\.don-gian\.ngay", "Thủ tục đơn giản, truy tặng: Ban thẩm định, ngày làm việc"),
    (r"han\.tham-dinh\.hang-thang\.ngay", "Xét hằng tháng: Ban thẩm định, ngày làm việc"),
    (r"han\.tham-dinh\.khang-chien\.ngay", "Thành tích kháng chiến: Ban thẩm định, ngày làm việc"),
    (r"y-kien\.co-quan\.ngay", "Cơ quan được hỏi ý kiến trả lời, ngày làm việc"),
    (r"y-kien\.nhac\.ngay", "Nhắc cơ quan trước hạn trả lời, ngày làm việc"),
    (r"duong\.bo-phieu", "Hội đồng bỏ phiếu ở đường xét"),
    (r"duong\.khong-cong-khai", "Không công khai lấy ý kiến ở đường xét"),
    (r"duong\.simplified\.thanh-phan", "Thành phần hồ sơ thủ tục đơn giản"),
    (r"duong\.sudden\.thanh-phan", "Thành phần hồ sơ khen đột xuất"),
    (r"duong\.posthumous\.thanh-phan", "Thành phần hồ sơ truy tặng"),
    (r"tham-quyen\.cap-phat-dong", "Cấp phát động tự khen; Thành phố nhắc khi nhận hồ sơ của"),
    (r"tham-quyen\.cap-huyen", "Cấp huyện còn thẩm quyền khen thưởng"),
    (r"danh-hieu-suy-ra\.HTT", "Danh hiệu cho biết đã hoàn thành tốt nhiệm vụ"),
)  # fmt: skip

COMMON_SECTIONS: tuple[tuple[str, str], ...] = (
    ("Tiền thưởng", r"luong-co-so|thuong\..+|quy-khen-thuong\..+"),
    ("Thẩm quyền, Hội đồng", r"cap-huyen\..+|hoi-dong\..+|tham-quyen\..+|duong\.bo-phieu|duong\.khong-cong-khai"),
    ("Thành phần hồ sơ", r"ho-so\..+|duong\..+\.thanh-phan"),
    ("Cách tính điều kiện", r"dung-lai-nam|giam-thoi-gian-.+|danh-hieu-suy-ra\..+|truy-tang\..+|so-lieu-.+"),
    ("Mục tiêu, ưu tiên", r"muc-tieu\..+|uu-tien\..+"),
    ("Thời hạn xử lý", r".+"),
)


def split_key(law: Law, key: str) -> tuple[str, str]:
    """The award a full key belongs to ("" for a common value), and its short key."""
    code, _, rest = key.partition(".")
    return (code, rest) if code in law.awards else ("", key)


def label_of(short: str) -> str:
    """What a key is called: "vote.share" of an award, "luong-co-so"; the key itself when nobody named it."""
    for pattern, words in LABELS:
        if found := re.fullmatch(pattern, short):
            return found.expand(words)
    return short


def section_of(short: str, sections: tuple[tuple[str, str], ...] = SECTIONS) -> str:
    """Under which heading a key stands."""
    return next(title for title, pattern in sections if re.fullmatch(pattern, short))


def name_of(law: Law, key: str) -> str:
    """A value by full key as a sentence names it: "Chiến sĩ thi đua Thành phố · Tỷ lệ phiếu …"."""
    code, short = split_key(law, key)
    return f"{law.awards[code].short} · {label_of(short)}" if code else label_of(short)


def recipients_words(kinds: tuple[str, ...]) -> str:
    """ "cá nhân, tập thể"."""
    return ", ".join(RECIPIENTS.get(kind, kind) for kind in kinds)
