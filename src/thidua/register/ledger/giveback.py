"""The lines of a ledger that still need mending, given back as a workbook with the reason beside each cell. Pure Python."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from thidua.foundation.dates import show_iso
from thidua.register.ledger.shapes import Line, Standing
from thidua.register.ledger.tables import printed_by_field
from thidua.register.reading.giveback import Heading, Returned, workbook
from thidua.register.reading.shapes import Column

_COLUMNS: Final = (
    Heading("name", "Họ và tên / Tên tập thể", 28),
    Heading("kind", "Loại", 10),
    Heading("birth", "Ngày sinh", 13),
    Heading("cccd", "Số CCCD", 16),
    Heading("position", "Chức vụ", 20),
    Heading("unit", "Đơn vị", 30),
    Heading("awards", "Danh hiệu, hình thức khen thưởng", 30),
    Heading("period", "Năm thành tích", 14),
    Heading("decision_number", "Số quyết định", 18),
    Heading("decision_date", "Ngày quyết định", 14),
    Heading("signer", "Người ký", 26),
    Heading("authority", "Cấp quyết định", 26),
    Heading("route", "Loại hình khen thưởng", 16),
    Heading("status", "Tình trạng", 14),
    Heading("certificate", "Số bằng", 12),
    Heading("note", "Ghi chú", 30),
)
_KINDS: Final = {
    "individual": "Cá nhân",
    "collective": "Tập thể",
    "household": "Hộ gia đình",
    "community": "Cộng đồng",
}
_ROUTES: Final = {
    "sudden": "Đột xuất",
    "themed": "Chuyên đề",
    "service": "Cống hiến",
    "external": "Đối ngoại",
}
_STANDINGS: Final = {
    Standing.VALID: "Có hiệu lực", Standing.REVOKED: "Đã thu hồi", Standing.CORRECTED: "Đã đính chính", Standing.REISSUED: "Đã cấp lại",
}  # fmt: skip


def bad_lines_workbook(lines: Iterable[Line], columns: Iterable[Column]) -> bytes:
    """An .xlsx of these lines; mended, it is read again as any ledger. `columns`: those of the file they came from."""
    known = list(columns)
    return workbook(_COLUMNS, (_returned(line, known) for line in lines))


def _returned(line: Line, columns: list[Column]) -> Returned:
    printed = printed_by_field(line, columns)
    years = f"{line.period_from}-{line.period_to}" if line.period_from != line.period_to else str(line.period_to or "")
    change = f"QĐ {line.change_number} ngày {show_iso(line.change_day)}" if line.change_number else ""
    words = {
        "name": line.name, "kind": _KINDS[line.kind], "birth": show_iso(line.birth) if line.birth else printed.get("birth", ""),
        "cccd": line.cccd or printed.get("cccd", ""), "position": line.position, "unit": line.unit,
        "awards": line.award_name or printed.get("awards", ""), "period": years or printed.get("period", ""),
        "decision_number": line.number or printed.get("decision_number", ""),
        "decision_date": show_iso(line.day) if line.day else printed.get("decision_date", "") or printed.get("decision", ""),
        "signer": line.signer, "authority": line.authority if line.authority != line.signer else "",
        "route": printed.get("route", "") or _ROUTES.get(line.route, ""),
        "status": printed.get("status", "") or _STANDINGS[Standing(line.standing)],
        "certificate": line.certificate, "note": line.note if change in line.note else f"{line.note} {change}".strip(),
    }  # fmt: skip
    return Returned(words, tuple(line.problems), f"{line.sheet}, dòng {line.row}")
