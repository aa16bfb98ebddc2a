"""The parameters of a condition one by one: what each is called, how it is typed, and the condition with others. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from .dated import LawInvalid
from .kinds import Form, Kind
from .labels import CLASSES, RECIPIENTS
from .law import load_law
from .typed import read, write

Json = Any  # a JSON value

ABOUT = (
    "id",
    "why",
    "document",
    "article",
    "clause",
    "source",
    "confidence",
    "valid_from",
    "valid_to",
    "note",
)
LOCKED = ("kind", "code", "table", "group", "harder", "award_kinds", "beside_kinds", "of")
RATINGS = {
    "HTXS": "hoàn thành xuất sắc nhiệm vụ",
    "HTT": "hoàn thành tốt nhiệm vụ",
    "HT": "hoàn thành nhiệm vụ",
}
DISCIPLINE = {"khien_trach": "khiển trách trở lên", "canh_cao": "cảnh cáo trở lên"}
PARTS = {
    "completed": "hoàn thành nhiệm vụ", "ldtt": "đạt Lao động tiên tiến", "cstdcs": "đạt Chiến sĩ thi đua cơ sở",
    "disciplined": "bị kỷ luật",
}  # fmt: skip
CODES: Mapping[str, Mapping[str, str]] = {
    "scope": {"base": "cơ sở", "ministry": "bộ, ngành", "province": "Thành phố", "national": "toàn quốc"},
    "sort": {"initiative": "sáng kiến", "research": "đề tài, công trình khoa học", "combat": "mưu trí, sáng tạo trong chiến đấu"},
    "rating": RATINGS,
    "least": {**RATINGS, **DISCIPLINE},
    "part": PARTS,
    "want": {"city": "trong Thành phố", "vietnamese": "người Việt Nam", "foreign": "người nước ngoài"},
    "reuse": {"allow": "được tính lại", "doubt": "cần kiểm tra", "refuse": "không được tính lại"},
    "by": {"base": "cơ sở", "city": "Chủ tịch UBND Thành phố", "ministry": "bộ, ngành", "other": "cơ quan khác"},
    "for_kind": RECIPIENTS,
    "for_class": CLASSES,
}  # fmt: skip
LISTS = ("awards", "by", "for_kind", "for_class", "counted", "implied")
WHOLE = {"times", "weight", "rank", "most", "excellent", "years", "lag", "within", "link_step", "months"}
SWITCHES = ("presumed", "ever", "doubt", "clean")
LABELS: Mapping[str, str] = {
    "awards": "Các huân chương không được có theo quá trình cống hiến",
    "award": "Danh hiệu, hình thức phải có", "or_award": "Hoặc đã được tặng", "link_award": "Chuỗi của",
    "times": "Số lần", "years": "Số năm", "lag": "Kết thúc sớm hơn kỳ xét nhiều nhất (năm)", "within": "Trong vòng (năm)",
    "link_step": "Khoảng cách (năm)", "months": "Số tháng", "weight": "Hệ số quy đổi", "rank": "Thứ hạng", "most": "Nhiều nhất",
    "least": "Ít nhất", "excellent": "Số năm hoàn thành xuất sắc", "scope": "Phạm vi", "sort": "Loại", "by": "Do ai công nhận",
    "rating": "Xếp loại từ", "label": "Nội dung", "presumed": "Đơn vị cam kết là đủ", "ever": "Trong cả đời",
    "doubt": "Trùng thì cần kiểm tra, không loại ngay", "part": "Thành viên", "share": "Tỷ lệ", "want": "Yêu cầu",
    "reduction": "Phần thời gian được giảm", "reuse": "Năm đã tính cho lần trước", "for_kind": "Áp dụng cho đối tượng",
    "for_class": "Áp dụng cho nhóm", "counted": "Thời gian nghỉ vẫn tính", "implied": "Danh hiệu thay cho xếp loại", "table": "Bảng chức vụ, số năm",
    "clean": "Không bị kỷ luật, không có khuyết điểm nghiêm trọng khi giữ chức vụ",
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "any_of": "Một trong các tiêu chuẩn", "all_of": "Đủ mọi tiêu chuẩn", "not_read": "Tiêu chuẩn theo văn bản riêng",
    "consecutive": "Được tặng liên tục", "held": "Đã được tặng", "same_year": "Cùng năm đạt", "not_before": "Chưa được tặng",
    "since_award": "Thời gian sau lần được tặng", "filed_in_time": "Nộp trong hạn", "initiative": "Sáng kiến, đề tài",
    "attested": "Có xác nhận", "not_for_service": "Chưa được tặng theo quá trình cống hiến", "rating": "Xếp loại hoàn thành nhiệm vụ", "member_share": "Tỷ lệ thành viên",
    "member_count": "Số thành viên", "leads_cluster": "Dẫn đầu cụm, khối", "worked_months": "Thời gian làm việc trong năm",
    "nationality": "Quốc tịch", "residence": "Nơi cư trú", "nothing_pending": "Không có vụ việc đang xem xét",
    "not_under_discipline": "Không đang bị kỷ luật", "never_disciplined": "Không bị kỷ luật", "not_prosecuted": "Không bị truy tố",
    "served_in_post": "Thời gian giữ chức vụ", "served_years": "Thời gian công tác",
}  # fmt: skip

# What a new condition begins as; the officer fills in the rest.
NEW: Mapping[str, Mapping[str, Json]] = {
    "held": {"kind": "held", "award": "LDTT", "times": 1},
    "consecutive": {"kind": "consecutive", "award": "LDTT", "times": 1, "lag": 0, "reuse": "allow"},
    "rating": {"kind": "rating", "least": "HTT", "years": 1},
    "initiative": {"kind": "initiative", "sort": "initiative", "scope": "base", "times": 1},
    "member_share": {"kind": "member_share", "part": "completed", "share": "1/1", "for_kind": ["collective"]},
    "attested": {"kind": "attested", "label": "", "presumed": True},
    "not_read": {"kind": "not_read", "label": ""},
}


@dataclass(frozen=True)
class Parameter:
    """One leaf of a condition. ``path`` is its place ("of.0.scope"); ``key`` a dated value it takes its number from."""

    path: str
    label: str
    form: Form
    value: Json
    key: str = ""
    group: str = ""


def parameters(row: Mapping[str, Json]) -> list[Parameter]:
    """Every parameter an officer may read or change, in the order written."""
    return list(_leaves({key: value for key, value in row.items() if key not in ABOUT}, "", ""))


def _leaves(row: Mapping[str, Json], path: str, group: str) -> Iterator[Parameter]:
    for key, value in row.items():
        place = f"{path}{key}"
        if isinstance(value, str) and value.startswith("@"):
            yield Parameter(place, _label(key), Form(Kind.TEXT, {}), value, value[1:], group)
        elif key not in LOCKED and not _nested(value):
            yield Parameter(place, _label(key), form_of(key, value), value, "", group)
    kinds = [str(each.get("kind")) for _place, each in _children(row)]
    for nth, (place, each) in enumerate(_children(row)):
        name = KINDS.get(kinds[nth], "")
        if kinds.count(kinds[nth]) > 1:
            name = f"{name} {kinds[: nth + 1].count(kinds[nth])}".strip()
        words = " › ".join(part for part in (group, name) if part)
        yield from _leaves(each, f"{path}{place}.", words)


def _nested(value: Json) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(each, Mapping) for each in value))


def _children(row: Mapping[str, Json]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    for key in ("of", "titles"):
        for place, each in enumerate(row.get(key) or ()):
            yield f"{key}.{place}", each


def _label(key: str) -> str:
    award = load_law().awards.get(key)
    return f"Số lần {award.short}" if award else LABELS.get(key, key)


def form_of(key: str, value: Json) -> Form:
    """How a parameter is typed: by its name, and where that is open by what stands there."""
    awards = {code: each.short for code, each in load_law().awards.items()}
    if key in ("award", "or_award", "link_award", "implied", "awards"):
        return Form(Kind.CODES if key in LISTS else Kind.CODE, awards)
    if key in SWITCHES:
        return Form(Kind.YES_NO, {})
    if key in WHOLE or key in awards or (key == "least" and isinstance(value, int)):
        return Form(Kind.WHOLE, {})
    if key in ("share", "reduction"):
        return Form(Kind.SHARE, {})
    if key in CODES:
        return Form(Kind.CODES if isinstance(value, list) else Kind.CODE, CODES[key])
    return Form(Kind.TEXTS if isinstance(value, list) else Kind.TEXT, {})


def check_codes(row: Mapping[str, Json]) -> None:
    """Raise :class:`LawInvalid` for a parameter whose code nobody knows."""
    for one in parameters(row):
        codes = one.value if isinstance(one.value, list) else [one.value]
        if one.key or one.form.kind not in (Kind.CODE, Kind.CODES):
            continue
        strange = [each for each in codes if each not in one.form.codes]
        if strange:
            raise LawInvalid(f"{one.label}: không có lựa chọn “{strange[0]}”.")


def changed(row: Mapping[str, Json], texts: Mapping[str, str], chosen: Mapping[str, Sequence[str]]) -> dict[str, Json]:
    """The condition with what was typed for its parameters. Raises :class:`LawInvalid` naming the parameter."""
    fresh: dict[str, Json] = deepcopy(dict(row))
    for one in parameters(row):
        if one.key or one.path not in {*texts, *chosen}:
            continue
        try:
            value = read(one.form, texts.get(one.path, ""), chosen.get(one.path, ()))
        except LawInvalid as reason:
            raise LawInvalid(f"{one.label}: {reason}") from None
        _put(fresh, one.path.split("."), value)
    return fresh


def _put(row: Json, path: Sequence[str], value: Json) -> None:
    for step in path[:-1]:
        row = row[int(step) if isinstance(row, list) else step]
    row[path[-1]] = value


def words(one: Parameter) -> str:
    """A parameter's value in words (for a dated value: nothing, its own line says it)."""
    return "" if one.key else write(one.form, one.value)
