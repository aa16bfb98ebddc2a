"""Words of the preview: fields, kinds, one short line for each problem and what taking its proposals does."""

from __future__ import annotations

from thidua.foundation.words import mark
from thidua.register import file_words

FIELDS = {
    "name": mark("Họ và tên, tên tập thể"),
    "sex": mark("Giới tính"),
    "birth": mark("Ngày sinh"),
    "cccd": mark("Số định danh"),
    "position": mark("Chức vụ"),
    "unit": mark("Đơn vị công tác"),
    "awards": mark("Đề nghị"),
    "rating": mark("Xếp loại"),
    "achievement": mark("Thành tích"),
    "initiative": mark("Sáng kiến"),
    "kind": mark("Loại"),
}
SEXES = {"male": mark("Nam"), "female": mark("Nữ")}
KINDS = {"individual": mark("Cá nhân"), "collective": mark("Tập thể"), "household": mark("Hộ gia đình")}
CHOICES = {
    "name": mark("Họ tên"),
    "birth": mark("Ngày sinh"),
    "birth_day": mark("Ngày sinh: ngày"),
    "birth_month": mark("Ngày sinh: tháng"),
    "birth_year": mark("Ngày sinh: năm"),
    "cccd": mark("Số định danh"),
    "position": mark("Chức vụ"),
    "unit": mark("Đơn vị công tác"),
    "awards": mark("Đề nghị"),
    "rating": mark("Xếp loại"),
    "achievement": mark("Thành tích"),
    "initiative": mark("Sáng kiến"),
    "sex": mark("Giới tính"),
    "skipped": mark("Bỏ qua"),
}
# What the reader made of a column, where it is none of the above.
UNDERSTOOD = {
    **file_words.UNDERSTOOD,
    "position_unit": mark("Chức vụ và đơn vị"),
    "prior": mark("Khen thưởng đã có"),
    "kind": mark("Loại"),
}
# One line for all rows with a problem.
TITLES = {
    **file_words.TITLES,
    "BIRTH_FUTURE": mark("Ngày sinh ở sau ngày nộp"),
    "CCCD_MISSING": mark("Thiếu số định danh"),
    "CCCD_OLD": mark("Số CMND cũ 9 chữ số"),
    "CCCD_SHARED": mark("Hai người dùng chung một số định danh"),
    "UNIT_MISSING": mark("Chưa rõ đơn vị công tác, lấy đơn vị nộp danh sách"),
    "AWARD_MISSING": mark("Chưa ghi đề nghị"),
    "AWARD_PART_UNKNOWN": mark("Ô đề nghị có chữ chưa rõ nghĩa"),
    "AWARD_AMBIGUOUS": mark("Đề nghị chưa rõ cấp"),
    "AWARD_FROM_TITLE": mark("Danh hiệu lấy theo tên danh sách"),
    "AWARD_ELSEWHERE": mark("Đề nghị danh hiệu đợt này không nhận"),
    "AWARD_PARTLY": mark("Ô có hai đề nghị, đợt này chỉ nhận một"),
    "SAME_PERSON": mark("Một người ghi hai lần"),
    "SAME_NUMBER": mark("Một số định danh ghi hai lần"),
    "SAME_PERSON_OTHER_AWARD": mark("Một người được đề nghị hai danh hiệu"),
    "SAME_SUSPECTED": mark("Có thể là một người ghi hai lần"),
    "TWIN_OURS": mark("Đã có hồ sơ của đơn vị trong đợt"),
    "TWIN_MAYBE": mark("Có thể đã có hồ sơ của đơn vị trong đợt"),
    "TWIN_ELSEWHERE": mark("Số định danh đã có trong danh sách khác của đợt"),
}
# What taking all proposals of a kind will do.
GAINS = {
    "NAME_CAPITALS": mark("viết hoa chữ cái đầu"),
    "NAME_SMALL": mark("viết hoa chữ cái đầu"),
    "NAME_MARK": mark("bỏ chữ thừa sau họ tên"),
    "IMPOSSIBLE_DATE": mark("chỉ giữ năm sinh"),
    "BIRTH_UNREADABLE": mark("chỉ giữ năm sinh"),
    "BIRTH_ORDER": mark("đổi lại ngày trước, tháng sau"),
    "BIRTH_SHORT": mark("ghi đủ bốn chữ số của năm"),
    "CCCD_ZERO_LOST": mark("thêm số 0 ở đầu"),
    "CCCD_SCIENTIFIC": mark("thêm số 0 ở đầu"),
    "CCCD_LETTERS": mark("đổi chữ cái thành chữ số giống nó"),
    "AWARD_AMBIGUOUS": mark("lấy cấp được đề xuất"),
    "AWARD_KIND": mark("đổi sang danh hiệu của đúng loại"),
}
# Problems whose printed values tell more than the numbers of the lines; never identity numbers.
VALUED = frozenset(
    {"AWARD_UNKNOWN", "AWARD_PART_UNKNOWN", "AWARD_AMBIGUOUS", "IMPOSSIBLE_DATE", "BIRTH_ORDER", "BIRTH_SHORT", "BIRTH_UNREADABLE",
     "BIRTH_UNLIKELY", "BIRTH_FUTURE", "SEX_UNREADABLE"}
)  # fmt: skip
