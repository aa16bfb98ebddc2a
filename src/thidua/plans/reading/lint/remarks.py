"""What the reader remarked on a time, as flags; where another day may be meant, with a proposal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from thidua.foundation.dates import ReadDate, find_dates, show_date, weekday_name
from thidua.foundation.lunar import to_lunar
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.deadlines import Remark
from thidua.plans.reading.deadlines.bare import mended
from thidua.plans.reading.deadlines.counting import counted_in
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.shapes import Flag, Milestone, Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_Told = tuple[str, str | None]  # more to say, and the day proposed
_SAID = {
    Remark.RUN_TOGETHER: (
        "RUN_TOGETHER", _WARNING,
        "Nhiều mốc viết liền trong một ô; máy tách theo từng việc, cần xem lại chỗ tách.",
    ),
    Remark.YEAR_ASSUMED: (
        "YEAR_ASSUMED", _WARNING, "Chỗ in không có năm; máy lấy năm của kế hoạch để theo dõi.",
    ),
    Remark.NEXT_YEAR: ("YEAR_ASSUMED", _WARNING, "Chỗ in ghi “năm sau”; máy lấy năm sau năm của kế hoạch."),
    Remark.IMPOSSIBLE_DATE: (
        "IMPOSSIBLE_DATE", _ERROR, "Ngày này không có thật. Ô được giữ nguyên như in.",
    ),
    Remark.LETTER_FOR_DIGIT: (
        "LETTER_FOR_DIGIT", _ERROR, "Trong ngày có chữ cái ở chỗ chữ số; máy chưa lấy ngày nào.",
    ),
    Remark.LUNAR: ("LUNAR_DATE", _INFO, "Ngày âm lịch; máy đổi ra dương lịch để theo dõi."),
    Remark.LUNAR_UNSURE: (
        "LUNAR_DATE", _WARNING, "Ngày âm lịch nhưng chưa rõ là năm âm lịch nào; máy chưa đổi ra dương lịch.",
    ),
    Remark.WEEKDAY_MISMATCH: ("WEEKDAY_MISMATCH", _WARNING, "Thứ và ngày in không khớp nhau."),
    Remark.VAGUE: ("VAGUE_DAY", _WARNING, "Chỉ nói một phần của tháng hoặc quý; không có ngày cụ thể."),
    Remark.ABOUT: ("VAGUE_DAY", _WARNING, "Ngày ghi là dự kiến hoặc ước chừng, chưa phải ngày chốt."),
    Remark.OPEN_RANGE: ("OPEN_RANGE", _INFO, "Khoảng thời gian chỉ có một đầu."),
    Remark.BACKWARD_RANGE: ("BACKWARD_RANGE", _ERROR, "Ngày bắt đầu sau ngày kết thúc."),
    Remark.AFTER: ("AFTER_DAY", _WARNING, "Chỉ nói sau mốc này; văn bản không nêu hạn cuối."),
    Remark.BEFORE_EVENT: (
        "BEFORE_EVENT", _WARNING, "Chỉ nói trước một việc khác, không có ngày; cần nhập ngày để theo dõi được.",
    ),
    Remark.COUNTED: ("COUNTED_DAYS", _WARNING, "Hạn đếm từ một ngày khác; văn bản không in ngày hạn."),
    Remark.SAME_AS_ABOVE: ("SAME_AS_ABOVE", _WARNING, "Ô ghi như trên; máy không tự điền."),
    Remark.NO_CUE: (
        "RECURRENCE_UNCLEAR", _WARNING,
        "Việc lặp lại nhưng không rõ là ngày chốt hồ sơ hay ngày quyết định, từ khi nào đến khi nào.",
    ),
    Remark.SCHOOL_YEAR: (
        "SCHOOL_YEAR", _WARNING, "Chỉ ghi năm học; ngày đầu, ngày cuối do ngành Giáo dục định từng năm, cần xác nhận.",
    ),
    Remark.MONTH_OF_HEADING: (
        "MONTH_OF_HEADING", _WARNING, "Ô chỉ ghi ngày; máy lấy tháng ở dòng mục bên trên, cần xem lại.",
    ),
    Remark.CUT_SHORT: ("CELL_TOO_LONG", _WARNING, "Ô quá dài; máy chỉ đọc phần đầu."),
}  # fmt: skip
_SAY_ENOUGH = frozenset({Remark.AFTER, Remark.BEFORE_EVENT, Remark.COUNTED, Remark.SAME_AS_ABOVE})


def checks(linted: Linted, calendar: OfficialCalendar) -> Iterator[Flag]:
    """A flag for every remark."""
    for milestone, remark in linted.remarks:
        code, severity, message = _SAID[remark]
        tell = _TELLERS.get(remark)
        more, proposal = tell(linted, milestone, calendar) if tell else ("", None)
        yield Flag(code, severity, milestone.key, milestone.printed, f"{message} {more}".strip(), proposal)


def told(linted: Linted) -> set[str]:
    """Keys of the milestones of which a remark says why there is no day."""
    return {milestone.key for milestone, remark in linted.remarks if remark in _SAY_ENOUGH}


def _mended(linted: Linted, milestone: Milestone, _calendar: OfficialCalendar) -> _Told:
    dates = [found for _, _, found in find_dates(f"ngày {mended(milestone.printed)}", default_year=linted.facts.year)]
    day = next((day for found in dates if isinstance(found, ReadDate) and (day := found.as_date())), None)
    return (f"Có thể là {show_date(day)}.", day.isoformat()) if day else ("", None)


def _lunar(_linted: Linted, milestone: Milestone, _calendar: OfficialCalendar) -> _Told:
    days = [day for day in (milestone.day, milestone.start, milestone.end) if day]
    named = "; ".join(f"{_lunar_name(day)} âm lịch là {show_date(day)} dương lịch" for day in days)
    return f"{named}.", None


def _lunar_name(day: date) -> str:
    lunar = to_lunar(day)
    return f"{lunar.day}/{lunar.month}{' nhuận' if lunar.leap else ''}"


def _weekday(_linted: Linted, milestone: Milestone, _calendar: OfficialCalendar) -> _Told:
    return (f"{show_date(milestone.day)} là {weekday_name(milestone.day)}.", None) if milestone.day else ("", None)


def _counted(linted: Linted, milestone: Milestone, calendar: OfficialCalendar) -> _Told:
    counted = counted_in(milestone.printed, linted.facts.year)
    if counted is None:
        return "", None
    day = counted.reached(calendar)
    return f"Đếm từ {show_date(counted.start)} (không tính ngày đầu) được {show_date(day)}.", day.isoformat()


def _above(linted: Linted, milestone: Milestone, _calendar: OfficialCalendar) -> _Told:
    """The time of the nearest row above that states one of its own."""
    same = {key.key for key, remark in linted.remarks if remark is Remark.SAME_AS_ABOVE}
    held: list[Milestone] = []
    for row in linted.rows():
        if any(own is milestone for own in row.milestones):
            break
        if not any(own.key in same for own in row.milestones):
            held = row.milestones
    if not held:
        return "", None
    shown = "; ".join(above.printed for above in held)
    days = [above.last_day for above in held]
    proposal = days[0].isoformat() if len(days) == 1 and days[0] else None
    return f"Hàng trên in “{shown}”.", proposal


def _school(_linted: Linted, milestone: Milestone, _calendar: OfficialCalendar) -> _Told:
    first, last = milestone.start, milestone.last_day
    if first and last:
        return f"Đề xuất từ {show_date(first)} đến {show_date(last)}.", last.isoformat()
    return (f"Đề xuất {show_date(last)}.", last.isoformat()) if last else ("", None)


def _heading(_linted: Linted, milestone: Milestone, _calendar: OfficialCalendar) -> _Told:
    last = milestone.last_day
    return (f"Đề xuất {show_date(last)}.", last.isoformat()) if last else ("", None)


_TELLERS: dict[Remark, Callable[[Linted, Milestone, OfficialCalendar], _Told]] = {
    Remark.LETTER_FOR_DIGIT: _mended,
    Remark.LUNAR: _lunar,
    Remark.WEEKDAY_MISMATCH: _weekday,
    Remark.COUNTED: _counted,
    Remark.SAME_AS_ABOVE: _above,
    Remark.SCHOOL_YEAR: _school,
    Remark.MONTH_OF_HEADING: _heading,
}
