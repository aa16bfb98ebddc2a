"""Criteria about who is proposed: kind, nationality, residence, life, conduct."""

from dataclasses import dataclass
from datetime import date

from ..facts import Discipline, RecipientKind
from ..facts_json import pending_to_json
from ..findings import Status
from .base import Case, Reply, discipline_facts, missing, show_day

KIND_WORDS = {
    "individual": "cá nhân",
    "collective": "tập thể",
    "household": "hộ gia đình",
    "enterprise": "doanh nghiệp",
    "community": "cộng đồng",
    "group": "nhóm tác giả",
}


@dataclass(frozen=True)
class RecipientIs:
    """The award goes to this kind of recipient."""

    kinds: tuple[str, ...]

    def check(self, case: Case) -> Reply:
        """An enterprise counts as a collective where collectives may receive."""
        asked = ", ".join(KIND_WORDS[kind] for kind in self.kinds)
        kind = case.facts.kind
        if kind is None:
            return Reply(Status.UNKNOWN, f"Chưa rõ đối tượng; tặng cho {asked}.", missing("kind"))
        fits = kind.value in self.kinds or (kind is RecipientKind.ENTERPRISE and "collective" in self.kinds)
        text = f"Đối tượng là {KIND_WORDS[kind.value]}; {case.name(case.award)} tặng cho {asked}."
        return Reply(Status.PASS if fits else Status.FAIL, text, ({"kind": kind.value},))


@dataclass(frozen=True)
class NationalityIs:
    """Vietnamese (``vietnamese``) or foreign (``foreign``)."""

    want: str

    def check(self, case: Case) -> Reply:
        """Nationality is an ISO code; VN is Vietnamese."""
        asked = "người Việt Nam" if self.want == "vietnamese" else "người nước ngoài"
        nationality = case.facts.nationality
        if nationality is None:
            return Reply(Status.UNKNOWN, f"Chưa rõ quốc tịch; tặng cho {asked}.", missing("nationality"))
        own = nationality.upper() in ("VN", "VNM")
        fits = own == (self.want == "vietnamese")
        text = f"Quốc tịch {'Việt Nam' if own else nationality}: {'đúng' if fits else 'không đúng'} đối tượng {asked}."
        return Reply(Status.PASS if fits else Status.FAIL, text, ({"nationality": nationality},))


@dataclass(frozen=True)
class ResidesIn:
    """Residence inside the city (``city``)."""

    want: str = "city"

    def check(self, case: Case) -> Reply:
        """``residence`` is "city" or anything else."""
        residence = case.facts.residence
        if residence is None:
            return Reply(Status.UNKNOWN, "Chưa rõ có cư trú tại Hà Nội không.", missing("residence"))
        fits = residence == self.want
        text = "Đang cư trú tại Hà Nội." if fits else "Không cư trú tại Hà Nội."
        return Reply(Status.PASS if fits else Status.FAIL, text, ({"residence": residence},))


@dataclass(frozen=True)
class Living:
    """The award is not given posthumously."""

    def check(self, case: Case) -> Reply:
        """Death is something the unit would have reported."""
        deceased = case.facts.deceased
        if deceased:
            return Reply(Status.FAIL, "Người được đề nghị đã mất; không áp dụng truy tặng.", ({"deceased": True},))
        if deceased is None and not case.facts.vouched and case.facts.kind in (None, RecipientKind.INDIVIDUAL):
            return Reply(Status.UNKNOWN, "Chưa rõ người được đề nghị còn sống không.", missing("deceased"))
        return Reply(Status.PASS, "Không thuộc trường hợp truy tặng.", ({"deceased": deceased},))


PENDING_WORDS = {
    "discipline": "đang xem xét kỷ luật",
    "investigation": "đang bị điều tra",
    "inspection": "đang thanh tra, kiểm tra có dấu hiệu vi phạm",
    "complaint": "có khiếu nại đang xác minh",
    "denunciation": "có tố cáo đang xác minh",
    "press": "báo chí nêu vấn đề tham nhũng, tiêu cực đang làm rõ",
}


@dataclass(frozen=True)
class NothingPending:
    """No open discipline case, investigation, inspection, complaint or denunciation: else hold."""

    def check(self, case: Case) -> Reply:
        """Matters opened by the day of judging and not resolved by it."""
        if case.facts.pending is None:
            if case.facts.vouched:
                return Reply(Status.PASS, "Không có ghi nhận vụ việc đang xem xét.", ({"pending": None},))
            return Reply(Status.UNKNOWN, "Chưa rõ có vụ việc đang xem xét không.", missing("pending"))
        rows = [
            row
            for row in case.facts.pending
            if row.since <= case.on and (row.resolved_on is None or row.resolved_on > case.on)
        ]
        if not rows:
            return Reply(Status.PASS, "Không có vụ việc đang xem xét.", ({"pending": []},))
        said = "; ".join(f"{PENDING_WORDS.get(row.kind, row.kind)} từ {show_day(row.since)}" for row in rows)
        facts = tuple({"pending": pending_to_json(row)} for row in rows)
        return Reply(Status.HOLD, f"Chưa xét: {said}. Xét tiếp khi có kết luận.", facts)


@dataclass(frozen=True)
class NotUnderDiscipline:
    """No disciplinary measure in effect on the day of judging: else hold until it ends."""

    def check(self, case: Case) -> Reply:
        """A measure runs from ``since`` to ``until`` inclusive."""
        if case.facts.discipline is None:
            if case.facts.vouched:
                return Reply(Status.PASS, "Không có ghi nhận kỷ luật.", ({"discipline": None},))
            return Reply(Status.UNKNOWN, "Chưa rõ có bị kỷ luật không.", missing("discipline"))
        rows = [row for row in case.facts.discipline if in_effect(row, case.on)]
        if not rows:
            return Reply(Status.PASS, "Không đang trong thời hạn kỷ luật.", discipline_facts(case.facts.discipline))
        until = max((row.until for row in rows if row.until), default=None)
        said = f"đến {show_day(until)}" if until else "chưa có ngày kết thúc"
        return Reply(
            Status.HOLD,
            f"Đang trong thời hạn kỷ luật ({said}); chưa xét, hết thời hạn thì thành tích tính lại.",
            discipline_facts(rows),
        )


def in_effect(row: Discipline, day: date) -> bool:
    """Whether a measure is running that day."""
    return row.since <= day and (row.until is None or day <= row.until)


DISCIPLINE_ORDER = {
    "khien_trach": 1,
    "canh_cao": 2,
    "ha_bac_luong": 3,
    "giang_chuc": 4,
    "cach_chuc": 5,
    "khai_tru": 6,
}
DISCIPLINE_WORDS = {"khien_trach": "khiển trách", "canh_cao": "cảnh cáo"}


@dataclass(frozen=True)
class NeverDisciplined:
    """Never disciplined in form ``least`` or heavier, in Party, government or union."""

    least: str = "khien_trach"

    def check(self, case: Case) -> Reply:
        """Every measure ever recorded counts, also one that has ended."""
        asked = DISCIPLINE_WORDS.get(self.least, self.least)
        if case.facts.discipline is None:
            if case.facts.vouched:
                return Reply(Status.PASS, f"Không có ghi nhận kỷ luật từ {asked} trở lên.", ({"discipline": None},))
            return Reply(Status.UNKNOWN, f"Chưa rõ đã bị kỷ luật từ {asked} trở lên chưa.", missing("discipline"))
        bound = DISCIPLINE_ORDER[self.least]
        rows = [
            row
            for row in case.facts.discipline
            if row.since <= case.on and DISCIPLINE_ORDER.get(row.form, bound) >= bound
        ]
        if rows:
            since = ", ".join(show_day(row.since) for row in rows)
            return Reply(Status.FAIL, f"Đã bị kỷ luật từ {asked} trở lên ({since}).", discipline_facts(rows))
        return Reply(Status.PASS, f"Chưa bị kỷ luật từ {asked} trở lên.", discipline_facts(case.facts.discipline))


@dataclass(frozen=True)
class NotProsecuted:
    """Never prosecuted."""

    def check(self, case: Case) -> Reply:
        """Stated, or vouched for."""
        if case.facts.prosecuted:
            return Reply(Status.FAIL, "Đã bị truy cứu trách nhiệm hình sự.", ({"prosecuted": True},))
        if case.facts.prosecuted is None and not case.facts.vouched:
            return Reply(Status.UNKNOWN, "Chưa rõ có bị truy cứu trách nhiệm hình sự không.", missing("prosecuted"))
        return Reply(Status.PASS, "Không bị truy cứu trách nhiệm hình sự.", ({"prosecuted": case.facts.prosecuted},))
