"""Rows and columns that invite mistakes: what is a header, a task, a part of one; nothing lost and nothing invented."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from thidua.plans.reading.columns import Role, role_of
from thidua.plans.reading.read import read_plan
from thidua.plans.reading.roles_in_cell import parted
from thidua.plans.reading.shapes import Flag, PlanReading, Severity
from thidua.plans.tests.cases.schema import wrong_in

HEAD = ("SỞ NỘI VỤ", "Số: 9/KH-SNV", "Hạ Lâm, ngày 12 tháng 01 năm 2026", "KẾ HOẠCH", "Công tác thi đua năm 2026", "")
COLUMNS = ("STT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn")
FIRST = ("1", "Phát động", "Văn phòng", "", "Trước 15/2/2026")
LAST = ("9", "Tổng kết", "Văn phòng", "Các phòng", "Tháng 12/2026")


def read(data: bytes, name: str) -> PlanReading:
    reading = read_plan(data, name)
    assert wrong_in(reading.to_json(), "plan-read-1") == []
    return reading


def table(*rows: Sequence[str], above: Sequence[str] = HEAD) -> PlanReading:
    return read("\n".join([*above, *("\t".join(row) for row in rows)]).encode(), "ke-hoach.txt")


def flags(reading: PlanReading, code: str) -> list[Flag]:
    return [flag for flag in reading.flags if flag.code == code]


def titles(reading: PlanReading) -> list[str]:
    return [task.title for task in reading.tasks]


# ---- headers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        ("2", "Nhiệm vụ do Hội đồng giao", "Văn phòng", "Các phòng", "Thời hạn: 20/3/2026"),
        ("2", "Công việc của Hội đồng", "Văn phòng", "Các phòng", "Hoàn thành trước 20/3/2026"),
        ("2", "Hoạt động giao lưu", "Văn phòng", "", "Thời gian: tháng 5/2026"),
        ("2", "Nội dung tập huấn", "Lãnh đạo Sở", "Các phòng", "Quý II"),
        ("2", "Nhiệm vụ khác", "Đơn vị trực tiếp thực hiện", "", "15/5/2026"),
        ("2", "Việc số 2", "Văn phòng", "", "hạn chót 20/3"),
        ("II", "Nội dung, nhiệm vụ", "Lãnh đạo phụ trách", "Đơn vị phối hợp", "Tiến độ chung"),
    ],
)
def test_a_row_that_looks_like_a_header_is_a_task(row: tuple[str, ...]):
    reading = table(COLUMNS, FIRST, row, LAST)
    assert [(task.number, task.title) for task in reading.tasks] == [
        ("1", "Phát động"),
        (row[0], row[1]),
        ("9", "Tổng kết"),
    ]
    assert reading.tasks[1].implementing == [row[2]]
    assert reading.tasks[2].coordinating == ["Các phòng"]
    assert not flags(reading, "HEADER_REPEATED")


def test_without_numbers_a_row_like_a_header_is_a_task_too():
    reading = table(
        COLUMNS[1:], FIRST[1:], ("Nội dung tập huấn cho cơ sở", "Lãnh đạo Sở", "Các phòng", "Quý II"), LAST[1:]
    )
    assert titles(reading) == ["Phát động", "Nội dung tập huấn cho cơ sở", "Tổng kết"]


def test_a_header_said_again_in_other_words_is_a_repeat():
    reading = table(
        COLUMNS,
        FIRST,
        ("STT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời hạn"),
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        LAST,
    )
    assert [task.number for task in reading.tasks] == ["1", "9"]
    assert len(flags(reading, "HEADER_REPEATED")) == 1


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Đơn vị tham gia", Role.COORDINATING), ("Người phối hợp", Role.COORDINATING), ("Bộ phận liên quan", Role.COORDINATING),
        ("Đơn vị hỗ trợ", Role.COORDINATING), ("Giao phối hợp", Role.COORDINATING), ("Cán bộ phối hợp", Role.COORDINATING),
        ("Tham gia", Role.COORDINATING), ("Cùng làm", Role.COORDINATING), ("Cơ quan liên quan", Role.COORDINATING),
        ("Giao chủ trì", Role.LEADING), ("Ai làm", Role.LEADING), ("Việc cần làm", Role.TITLE), ("Chỉ tiêu, nhiệm vụ", Role.TITLE),
        ("Bao giờ xong", Role.DEADLINE), ("Kỳ hạn", Role.DEADLINE), ("Dự kiến thời gian", Role.DEADLINE), ("Cơ quan tham mưu", Role.ADVISING),
        ("Màu bìa", None), ("Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành và địa phương", None),
    ],
)  # fmt: skip
def test_names_of_columns(name: str, role: Role | None):
    assert role_of(name) is role


def test_the_only_column_of_units_names_who_carries_out():
    assert table(("TT", "Công việc", "Phụ trách", "Tiến độ"), ("1", "Họp", "Văn phòng", "05/9/2026")).tasks[
        0
    ].implementing == ["Văn phòng"]


def test_a_column_nobody_knows_is_told_with_its_dates():
    reading = table(
        ("STT", "Nội dung", "Chủ trì", "Màu bìa", "Thời hạn"),
        ("1", "In sách", "Văn phòng", "Đỏ, in trước 01/3/2026", "Quý II"),
        LAST,
    )
    (unknown,) = flags(reading, "UNKNOWN_COLUMN")
    assert (unknown.severity, "“Màu bìa”" in unknown.message, "2 ô" in unknown.message) == (
        Severity.WARNING,
        True,
        True,
    )
    assert [(flag.where, flag.printed) for flag in flags(reading, "DATE_OUTSIDE_DEADLINE")] == [
        ("1", "trước 01/3/2026")
    ]


def test_a_date_in_the_notes_is_told_and_the_number_of_a_document_is_not():
    rows = [
        ("1", "Họp", "Văn phòng", "20/01/2026", "Hồ sơ gửi trước 10/01/2026"),
        ("2", "Xét", "Văn phòng", "Quý II", "Theo số 12/KH-UBND ngày 05/01/2026"),
    ]
    found = flags(table(("TT", "Việc", "Chủ trì", "Thời hạn", "Ghi chú"), *rows), "DATE_OUTSIDE_DEADLINE")
    assert [(flag.where, flag.printed) for flag in found] == [("1", "trước 10/01/2026")]


def test_a_matrix_of_months():
    months = [f"T{month}" for month in range(1, 13)]
    row = ["x" if month in (4, 9) else "" for month in range(1, 13)]
    reading = table(("TT", "Nội dung", "Chủ trì", *months), ("1", "Kiểm tra", "Văn phòng", *row))
    assert [(m.relation.value, m.month, m.printed) for m in reading.milestones()] == [
        ("in_month", "2026-04", "T4: x"), ("in_month", "2026-09", "T9: x"),
    ]  # fmt: skip


# ---- tables that were not read, or without a header ---------------------------------------------------------


def test_a_table_that_was_not_read_beside_one_that_was():
    reading = table(COLUMNS, FIRST, ("Bảng phụ",), ("Mã", "Kết luận", "Lúc nào"), ("A", "Sơ kết", "20/6/2026"))
    assert [task.number for task in reading.tasks] == ["1"]
    (told,) = flags(reading, "TABLE_NOT_READ")
    assert told.printed == "Mã | Kết luận | Lúc nào | A | Sơ kết"


def test_when_no_table_was_read_the_sentence_names_the_one_that_was_seen():
    (flag,) = table(("Mã", "Kết luận", "Lúc nào"), ("A", "Sơ kết", "20/6/2026")).flags
    assert (flag.code, flag.severity) == ("NO_TASK_TABLE", Severity.ERROR)
    assert "Có bảng nhưng không nhận ra cột" in flag.message
    assert "Mã | Kết luận" in flag.message


def test_columns_without_names_are_guessed_and_told():
    reading = table(
        ("1", "Phát động", "Văn phòng Sở", "Trước 20/3/2026"), ("2", "Tổng kết", "Phòng Kế hoạch", "Tháng 12/2026")
    )
    assert [(t.number, t.implementing, t.milestones[0].printed) for t in reading.tasks] == [
        ("1", ["Văn phòng Sở"], "Trước 20/3/2026"), ("2", ["Phòng Kế hoạch"], "Tháng 12/2026"),
    ]  # fmt: skip
    assert len(flags(reading, "COLUMNS_GUESSED")) == 1


def test_columns_held_apart_by_spaces_and_by_semicolons():
    spaced = [
        "TT   Nội dung                   Chủ trì          Thời hạn",
        "1    Ban hành kế hoạch          Văn phòng        Trước 25/01/2026",
        "     năm 2026",
        "II. CÔNG TÁC KHEN THƯỞNG",
        "2    Tổng kết                                    Tháng 12/2026",
    ]
    reading = table(above=(*HEAD, *spaced))
    assert [(t.number, t.section, t.title, t.implementing) for t in reading.tasks] == [
        ("1", None, "Ban hành kế hoạch năm 2026", ["Văn phòng"]), ("2", "CÔNG TÁC KHEN THƯỞNG", "Tổng kết", []),
    ]  # fmt: skip
    parts = ["TT; Nội dung; Chủ trì; Thời hạn", "1; Phát động; Văn phòng; Quý I", "2; Tổng kết; Văn phòng; Quý IV"]
    assert titles(table(above=(*HEAD, *parts))) == ["Phát động", "Tổng kết"]


# ---- rows ---------------------------------------------------------------------------------------------------


def test_a_full_row_without_a_number_is_its_own_task():
    reading = table(COLUMNS, FIRST, ("", "Việc không có số", "Sở Tài chính", "", "Trước 30/4/2026"), LAST)
    assert titles(reading) == ["Phát động", "Việc không có số", "Tổng kết"]
    assert reading.tasks[0].implementing == ["Văn phòng"]


def test_a_continuation_and_points_are_joined_and_told():
    rows = [
        ("2", "Họp Hội đồng", "", "", ""),
        ("", "- Phiên 1", "Sở Nội vụ", "", "20/3/2026"),
        ("", "- Phiên 2", "Sở Nội vụ", "", "Tháng 7/2026"),
    ]
    reading = table(COLUMNS, FIRST, ("", "rộng khắp toàn tỉnh", "", "Các phòng", ""), *rows)
    assert reading.tasks[0].title == "Phát động rộng khắp toàn tỉnh"
    assert [(m.label, m.printed) for m in reading.tasks[1].milestones] == [
        ("Phiên 1", "20/3/2026"),
        ("Phiên 2", "Tháng 7/2026"),
    ]
    assert reading.tasks[1].implementing == ["Sở Nội vụ"]
    assert {flag.where for flag in flags(reading, "SPLIT_ROW_JOINED")} == {"1", "2"}


def test_totals_notes_and_signatures_are_no_tasks():
    closing = [
        ("", "Tổng số: 02 nhiệm vụ", "", "", ""),
        ("Tổng cộng", "", "", "", ""),
        ("Ghi chú: thời gian có thể thay đổi", "", "", "", ""),
    ]
    reading = table(COLUMNS, FIRST, LAST, *closing)
    assert titles(reading) == ["Phát động", "Tổng kết"]
    assert [flag.severity for flag in flags(reading, "ROW_LEFT_OUT")] == [Severity.INFO] * 3


def test_numbers_with_letters_and_brackets():
    rows = [
        (number, f"Việc {word}", "Văn phòng", "", "Quý II")
        for number, word in (("1.", "a"), ("2)", "b"), ("3a", "c"), ("3b", "d"), ("4", "e"))
    ]
    reading = table(COLUMNS, *rows)
    assert [task.number for task in reading.tasks] == ["1", "2", "3a", "3b", "4"]
    assert not flags(reading, "NUMBER_GAP") + flags(reading, "DUPLICATE_NUMBER")


def test_roman_numbers_under_a_column_of_sections():
    reading = table(
        ("Mục", "Hoạt động", "Đầu mối", "Tham gia", "Mốc thời gian"),
        ("I", "THI ĐUA", "", "", ""),
        ("I.1", "Phát động", "Văn phòng", "Các phòng", "Quý I"),
    )
    assert [(t.number, t.section, t.implementing, t.coordinating) for t in reading.tasks] == [
        ("I.1", "THI ĐUA", ["Văn phòng"], ["Các phòng"])
    ]


def test_a_line_between_tables_opens_a_part():
    above = [*HEAD, "A. Nhiệm vụ trọng tâm"]
    reading = table(COLUMNS, FIRST, ("B. NHIỆM VỤ THƯỜNG XUYÊN",), (*COLUMNS[:-1], "Thời gian"), LAST, above=above)
    assert [task.part for task in reading.tasks] == ["Nhiệm vụ trọng tâm", "NHIỆM VỤ THƯỜNG XUYÊN"]


@pytest.mark.parametrize(
    ("cell", "halves"),
    [
        ("Chủ trì: Sở Nội vụ\nPhối hợp: Văn phòng; Báo", ("Sở Nội vụ", "Văn phòng; Báo")),
        ("Chủ trì: Sở Nội vụ; Phối hợp: Văn phòng", ("Sở Nội vụ", "Văn phòng")),
        ("Sở Nội vụ chủ trì, phối hợp với Văn phòng", ("Sở Nội vụ", "Văn phòng")),
        ("Sở Văn hóa, Thể thao (chủ trì); Báo (phối hợp)", ("Sở Văn hóa, Thể thao", "Báo")),
        ("Sở Nội vụ", ("Sở Nội vụ", "")),
        ("Đơn vị thực hiện phong trào", ("Đơn vị thực hiện phong trào", "")),
    ],
)
def test_who_leads_and_who_takes_part_in_one_cell(cell: str, halves: tuple[str, str]):
    assert parted(cell) == halves


# ---- what a task lacks --------------------------------------------------------------------------------------


def test_what_a_task_lacks_or_has_twice_is_told():
    rows = [FIRST, ("2", "", "Sở Nội vụ", "", "Quý II"), ("3", "Việc nhảy số", "", "", "Quý II"), ("4", *FIRST[1:])]
    reading = table(COLUMNS, *rows)
    assert [flags(reading, code)[0].where for code in ("EMPTY_TITLE", "UNIT_NOT_STATED", "SAME_TASK_TWICE")] == [
        "2",
        "3",
        "4",
    ]


def test_a_day_in_the_title_is_told_instead_of_no_day():
    reading = table(
        ("STT", "Nội dung", "Đơn vị chủ trì"),
        ("1", "Phát động trước ngày 20/3/2026", "Văn phòng"),
        ("2", "Thi đua chào mừng 20/11", "Văn phòng"),
    )
    (told,) = flags(reading, "DATE_OUTSIDE_DEADLINE")
    assert (told.where, told.printed, told.proposal) == ("1.1", "trước ngày 20/3/2026", "2026-03-20")
    assert [flag.where for flag in flags(reading, "NOT_STATED")] == ["2.1"]


def test_a_time_outside_its_section_and_a_plan_without_a_year():
    quarters = table(
        COLUMNS,
        ("I", "Quý I", "", "", ""),
        ("1", "Một", "Văn phòng", "", "Trước 30/6/2026"),
        ("2", "Hai", "Văn phòng", "", "Trước 01/4/2026"),
    )
    assert [flag.where for flag in flags(quarters, "OUTSIDE_SECTION_PERIOD")] == ["1.1"]
    unknown = table(COLUMNS, ("1", "Đăng ký", "Các trường", "", "trước 15/4"), above=())
    assert [flag.where for flag in flags(unknown, "YEAR_UNKNOWN")] == ["1.1"]


def test_the_programme_of_the_council_under_another_name():
    tasks = [
        ("1", "Họp Hội đồng phiên thứ nhất", "Sở Nội vụ", "", "Trước 10/3/2026"),
        ("2", "Họp Hội đồng phiên thứ hai", "Sở Nội vụ", "", "Trước 20/8/2026"),
    ]
    lines = ["\t".join(row) for row in (COLUMNS, *tasks)]
    above = [*HEAD, "PHỤ LỤC I", "Nhiệm vụ", *lines, "PHỤ LỤC II", "Lịch họp Hội đồng Thi đua năm 2026"]
    reading = table(
        ("Phiên", "Thời gian họp", "Nội dung xét", "Cơ quan tham mưu", "Hạn nhận hồ sơ"),
        ("1", "Trước 10/3/2026", "Cờ thi đua", "Sở Nội vụ", "15/02/2026"), ("2", "Trước 25/8/2026", "Huân chương", "Sở Nội vụ", "20/7/2026"),
        above=above,
    )  # fmt: skip
    assert [(s.title, s.contents, s.advising, s.linked_task) for s in reading.sessions] == [
        ("Phiên 1", ["Cờ thi đua"], ["Sở Nội vụ"], "PL1.1"), ("Phiên 2", ["Huân chương"], ["Sở Nội vụ"], "PL1.2"),
    ]  # fmt: skip
    assert [(m.label, m.day) for m in reading.sessions[0].milestones] == [
        ("Thời gian họp", date(2026, 3, 10)), ("Hạn nhận hồ sơ", date(2026, 2, 15)),
    ]  # fmt: skip
    assert [flag.where for flag in flags(reading, "CONFLICT_BETWEEN_APPENDICES")] == ["PL1.2.1"]


# ---- the title of the plan ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("Công tác thi đua năm 2026", "TỔNG CỤC ĐƯỜNG", "Số: 3/KH-A"), "Công tác thi đua năm 2026"),
        (("Công tác thi đua năm 2026", "trên địa bàn tỉnh", "PHỤ LỤC I"), "Công tác thi đua năm 2026 trên địa bàn tỉnh"),
        (("Công tác thi đua năm 2026", "TT; Nội dung; Chủ trì; Thời hạn"), "Công tác thi đua năm 2026"),
        (("Triển khai thực hiện công tác thi đua,", "khen thưởng của ngành", "năm 2026", "Căn cứ Luật;"),
         "Triển khai thực hiện công tác thi đua, khen thưởng của ngành năm 2026"),
        (("Thực hiện Luật Thi đua, Sở ban hành kế hoạch năm 2026:",), "KẾ HOẠCH"),
    ],
)  # fmt: skip
def test_where_the_title_ends(lines: tuple[str, ...], title: str):
    assert table(COLUMNS, FIRST, above=("SỞ NỘI VỤ", "KẾ HOẠCH", *lines)).document.title == title


# ---- Word ---------------------------------------------------------------------------------------------------


class Word:
    """A Word document with the usual head and one table."""

    def __init__(self, *rows: Sequence[str]) -> None:
        self.document = docx.Document()
        for line in HEAD:
            self.document.add_paragraph(line)
        self.table = self.filled(rows)

    def filled(self, rows: Sequence[Sequence[str]]):
        made = self.document.add_table(rows=0, cols=len(rows[0]))
        return self.fill(made, *rows)

    @staticmethod
    def fill(made, *rows: Sequence[str]):
        for row in rows:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.text = text
        return made

    def read(self) -> PlanReading:
        out = io.BytesIO()
        self.document.save(out)
        return read(out.getvalue(), "ke-hoach.docx")


def test_rows_that_share_a_merged_number():
    word = Word(
        COLUMNS,
        ("3", "Dự thảo quy chế", "Sở Nội vụ", "Sở Tư pháp", "Tháng 4/2026"),
        ("", "Trình quy chế", "Sở Nội vụ", "Văn phòng", "Tháng 6/2026"),
    )
    word.table.cell(1, 0).merge(word.table.cell(2, 0))
    reading = word.read()
    assert [(t.number, t.title, t.implementing, t.coordinating) for t in reading.tasks] == [
        ("3", "Dự thảo quy chế", ["Sở Nội vụ"], ["Sở Tư pháp"]), ("3", "Trình quy chế", ["Sở Nội vụ"], ["Văn phòng"]),
    ]  # fmt: skip
    assert [flag.where for flag in flags(reading, "SHARED_NUMBER")] == ["3~2"]
    assert not flags(reading, "DUPLICATE_NUMBER")


def test_numbers_of_a_style_and_tracked_changes():
    word = Word(COLUMNS, ("", "Phát động", "Văn phòng", "", "Trước 20/3/2026"), ("", "Sơ kết", "Văn phòng", "", ""))
    for row in word.table.rows[1:]:
        row.cells[0].paragraphs[0].style = "List Number"
    cell = word.table.cell(2, 4).paragraphs[0]._p
    for tag, text in (("del", "delText"), ("ins", "t")):
        cell.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a"><w:r><w:{text}>Trước {20 if tag == "del" else 25}/6/2026</w:{text}></w:r></w:{tag}>'
            )
        )
    reading = word.read()
    assert [(t.number, t.milestones[0].printed) for t in reading.tasks] == [
        ("1", "Trước 20/3/2026"),
        ("2", "Trước 25/6/2026"),
    ]
    assert [flag.severity for flag in flags(reading, "TRACKED_CHANGE")] == [Severity.WARNING]


def test_a_table_in_a_cell_is_not_glued_to_the_title():
    word = Word(COLUMNS, FIRST, LAST)
    Word.fill(word.table.cell(1, 1).add_table(rows=0, cols=2), ("Kỳ", "Nội dung"), ("6 tháng", "Sơ kết"))
    reading = word.read()
    assert titles(reading) == ["Phát động", "Tổng kết"]
    assert [flag.where for flag in flags(reading, "NESTED_TABLE")] == ["1"]


def test_a_table_inside_one_that_only_lays_out_the_page():
    word = Word(("",))
    Word.fill(word.table.cell(0, 0).add_table(rows=0, cols=5), COLUMNS, FIRST, LAST)
    reading = word.read()
    assert titles(reading) == ["Phát động", "Tổng kết"]
    assert reading.document.title == "Công tác thi đua năm 2026"


def test_cards_of_two_columns():
    word = Word(("Nhiệm vụ 1", "Phát động"), ("Đơn vị chủ trì", "Văn phòng"), ("Thời hạn", "Trước 20/01/2026"))
    word.document.add_paragraph("")
    word.filled([("Nhiệm vụ 2", "Kiểm tra"), ("Đơn vị chủ trì", "Thanh tra"), ("Thời hạn", "Tháng 8/2026")])
    assert [(t.number, t.title, t.implementing, t.milestones[0].printed) for t in word.read().tasks] == [
        ("1", "Phát động", ["Văn phòng"], "Trước 20/01/2026"), ("2", "Kiểm tra", ["Thanh tra"], "Tháng 8/2026"),
    ]  # fmt: skip


def test_a_dash_in_a_name_opens_no_list_and_a_list_goes_on_in_its_line():
    rows = [
        "1\tThông qua văn bản của Hội đồng Thi đua - Khen thưởng Thành phố và Sở Lao động - Thương binh\tSở Nội vụ\tTrước 10/3/2026",
        "2\tHọp Hội đồng Thi đua - Khen thưởng xét: - Xét khen thưởng đợt 1 - Xét Cờ thi đua của Ban Thi đua - Khen thưởng\tSở Nội vụ\tTrước 11/3/2026",
    ]
    found = read_plan("\n".join(["TT\tNội dung\tThực hiện\tThời hạn", *rows]).encode(), "ke-hoach.txt").tasks
    assert [task.contents for task in found] == [
        [],
        ["Xét khen thưởng đợt 1", "Xét Cờ thi đua của Ban Thi đua - Khen thưởng"],
    ]
