"""Ledgers nobody could foresee: whatever stands in the cells, every row is read, refused or given back with a reason."""

from __future__ import annotations

import random
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

import pytest

from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.register.actions import importing
from thidua.register.ledger import Line, bad_lines_workbook, read_ledger
from thidua.register.models import Honour, ImportState
from thidua.register.queries import lines_astray
from thidua.register.queries.imports import bad_lines, columns_of
from thidua.register.reading import Unreadable
from thidua.register.tests.books import one

HEADS = [
    "STT", "Họ và tên", "Họ tên, năm sinh", "Tên tập thể", "Ngày sinh", "CCCD", "Chức vụ, đơn vị", "Đơn vị", "Danh hiệu", "Năm",
    "Từ năm", "Đến năm", "Giai đoạn", "Số QĐ", "Ngày QĐ", "Số, ngày quyết định", "Tình trạng", "Thu hồi", "Số bằng", "Tiền thưởng",
    "Ghi chú", "Loại hình khen thưởng", "2015", "Năm học 2017-2018", "", "LĐTT", "Khen thưởng",
]  # fmt: skip
CELLS = [
    "", "x", "-", "Nguyễn Văn A", "NGUYỄN VĂN B", "Hộ ông Lê C", "Tổ 5", "Cộng đồng dân cư X", "LĐTT", "CSTĐ", "CSTĐ CS", "BK UBND TP",
    "Giấy khen 2016; LĐTT 2017", "BK UBND TP (QĐ 12/QĐ-UBND ngày 31/02/2019)", "2016", "2016-2017", "2017-2016", "1900", "1815", "99999",
    2016, -5, 1e18, 0.5, True, datetime(1900, 1, 1), datetime(2016, 5, 6), datetime(9999, 12, 31), "31/02/2019", "04/28/2019", "12/QĐ-UBND",
    "Quyết định số 5/QĐ-A ngày 3/4/2019 của ông B", "001080123456", 1080123456, "đã thu hồi", "thu hồi theo QĐ 7/QĐ-A ngày 2/2/2018",
    "=A1", "=1/0", "\u200b", "a" * 3000, "\ufeffNguyễn", "\u202eabc", "😀", "Cộng", "II. Khen đột xuất", "NguyÔn V¨n Tó", "Nguyeãn Vaên Tuù",
    "#REF!", "Quyết định số 5/QĐ-UBND ngày 4/5/2016", "10.000.000.000.000.000.000", "0", "Phường Cũ", "lạ",
]  # fmt: skip


def odd(seed: int) -> tuple[bytes, str]:
    """A workbook or a CSV of odd cells under odd headings."""
    draw = random.Random(seed)
    width = draw.randint(2, 10)
    rows: list[list[Any]] = [[draw.choice(CELLS)] for _ in range(draw.randint(0, 2))]
    rows.append(["Họ và tên", "Danh hiệu", *(draw.choice(HEADS) for _ in range(width))])
    names = ["Nguyễn Văn A", "Trần Thị Bé", "Tổ 5", "Hộ ông Lê C"]
    for _ in range(draw.randint(1, 8)):
        named = [draw.choice([*names, *CELLS]), draw.choice(["LĐTT", "Giấy khen", "CSTĐCS", *CELLS])]
        rows.append([*named, *(draw.choice(CELLS) for _ in range(width))])
    if draw.random() < 0.6:
        return one(*rows), "so.xlsx"
    text = "\n".join(";".join(f'"{cell}"' if draw.random() < 0.2 else str(cell) for cell in row) for row in rows)
    text = unicodedata.normalize("NFD", text) if draw.random() < 0.3 else text
    return text.encode(draw.choice(["utf-8", "utf-16", "utf-8-sig"])), "so.csv"


@pytest.mark.parametrize("seed", range(60))
def test_whatever_stands_there_is_read_or_refused_in_words(seed: int) -> None:
    data, name = odd(seed)
    try:
        reading = read_ledger(data, name, on=date(2026, 1, 5), default_unit="Sở A")
    except Unreadable as refusal:
        assert refusal.reason.endswith(".")
        return
    for line in reading.lines:
        assert line.bad or (line.name and line.award and line.period_from <= line.period_to <= 2026)
        assert all(problem.message for problem in line.problems)
        assert Line.from_list(line.to_list()) == line
    assert bad_lines_workbook([line for line in reading.lines if line.bad], reading.columns)[:2] == b"PK"


@pytest.mark.django_db
@pytest.mark.parametrize("seeds", [range(16), range(16, 32)])
def test_good_lines_of_odd_ledgers_are_written_once(seeds: range) -> None:
    by, at = acting(DutyCode.OFFICE_HEAD), datetime(2026, 1, 5, 3, tzinfo=UTC)
    assert by.unit
    for _twice in range(2):
        before = Honour.objects.count()
        for seed in seeds:
            data, name = odd(seed)
            try:
                made = importing.start_import(data, name, by.unit, by=by, at=at)
            except Unreadable:
                continue
            made = importing.read_import(made, by=by, at=at)
            if made.state == ImportState.PREVIEW and made.numbers["good"]:
                made = importing.begin_writing(made, revision=made.revision, by=by, at=at)
                made = importing.write_import(made, by=by, at=at)
            bad_lines_workbook(bad_lines(made), columns_of(made))
    assert 0 < before == Honour.objects.count()
    assert lines_astray() == 0
