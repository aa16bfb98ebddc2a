"""PDF files of other offices: wrapped cells, rows cut by a page, letterheads side by side, a school year."""

from __future__ import annotations

from datetime import date
from functools import cache

import typst

from thidua.plans.reading.read import read_plan
from thidua.plans.reading.shapes import PlanReading

LETTERHEAD = """
#set page(paper: "a4", flipped: true, margin: 1.5cm)
#set text(size: 12pt)
#grid(columns: (1fr, 1fr), align: center,
  [*SỞ GIÁO DỤC VÀ ĐÀO TẠO* \\ *TRƯỜNG THPT LÊ LAI* \\ Số: 15/KH-THPTLL],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc* \\ _Hồng Lam, ngày 01 tháng 8 năm 2026_])
#align(center)[*KẾ HOẠCH* \\ *Công tác thi đua năm học 2026 - 2027*]
Căn cứ nhiệm vụ năm học, nhà trường ban hành kế hoạch, đề nghị các tổ chuyên môn và các bộ phận trong nhà trường nghiêm túc
thực hiện theo đúng tiến độ đã nêu ở bảng dưới đây.
"""
LONG = "rà soát hồ sơ, minh chứng thi đua của từng tổ để bảo đảm đủ thành phần, đúng mẫu, đúng thời hạn theo quy định"
ROWS = "".join(f"[Việc số {n}: {LONG}], [2], [Văn phòng], [Tổ Văn phòng; Thư viện]," for n in range(1, 16))
SCHOOL = f"""{LETTERHEAD}
#table(columns: (3fr, 4em, 7em, 9em),
  table.header([*Nhiệm vụ*], [*Tháng*], [*Người thực hiện*], [*Bộ phận phối hợp*]),
  [Phát động phong trào thi đua đầu năm học], [9], [Ban Giám hiệu], [Công đoàn; Đoàn trường],
  [Kiểm tra giữa kỳ], [11, 12], [Tổ trưởng], [Các tổ chuyên môn], {ROWS}
  [Bình xét cuối năm], [5/2027], [Hội đồng thi đua], [])
"""


@cache
def read(source: str) -> PlanReading:
    return read_plan(typst.compile(source.encode()), "ke-hoach.pdf")


def test_a_letterhead_in_two_columns():
    head = read(SCHOOL).document
    assert (head.number, head.issued_on, head.issuer) == ("15/KH-THPTLL", date(2026, 8, 1), "TRƯỜNG THPT LÊ LAI")
    assert head.title == "Công tác thi đua năm học 2026 - 2027"
    assert (head.year, head.last_year) == (2026, 2027)


def test_lines_of_prose_are_one_paragraph():
    texts = [block.text for block in read(SCHOOL).source if block.kind == "paragraph"]
    assert any(text.startswith("Căn cứ") and text.endswith("dưới đây.") for text in texts)


def test_wrapped_cells_and_a_header_on_each_page():
    reading = read(SCHOOL)
    assert len({block.place["page"] for block in reading.source}) > 1
    assert len(reading.tasks) == 18
    assert [task.title for task in reading.tasks[2:17]] == [f"Việc số {n}: {LONG}" for n in range(1, 16)]
    assert {flag.code for flag in reading.flags} >= {"HEADER_REPEATED", "YEAR_ASSUMED"}
    assert reading.tasks[0].coordinating == ["Công đoàn", "Đoàn trường"]


def test_bare_numbers_under_thang_are_months_of_the_school_year():
    times = [(m.printed, m.month, m.start, m.end) for m in read(SCHOOL).milestones()]
    assert times[0] == ("9", "2026-09", None, None)
    assert times[1] == ("11, 12", None, date(2026, 11, 1), date(2026, 12, 31))
    assert times[2] == ("2", "2027-02", None, None)
    assert times[-1] == ("5/2027", "2027-05", None, None)
    assert "DATE_OUTSIDE_PLAN_YEAR" not in {flag.code for flag in read(SCHOOL).flags}


CUT = """
#set page(width: 24cm, height: 8cm, margin: 1.5cm)
#set text(size: 11pt)
KẾ HOẠCH

Thi đua năm 2026

#table(columns: (1.2cm, 6cm, 5cm, 4cm), [TT], [Nội dung], [Đơn vị thực hiện], [Thời gian hoàn thành],
  [1], [Phát động], [Sở Nội vụ], [Trước ngày 02/3/2026],
  [2], [LONG và báo cáo kết quả về Ủy ban nhân dân tỉnh theo đúng quy định hiện hành của tỉnh, của ngành], [Sở Nội vụ; Văn phòng],
  [Trước ngày 15/6/2026],
  [3], [Tổng kết], [Sở Nội vụ], [Tháng 12/2026])
"""


def test_a_row_cut_by_the_page_is_joined():
    text = "Hướng dẫn các đơn vị tổng hợp, " + LONG + ", " + LONG
    reading = read(CUT.replace("LONG", text))
    assert [task.number for task in reading.tasks] == ["1", "2", "3"]
    assert reading.tasks[1].title.startswith(text)
    assert reading.tasks[1].title.endswith("hiện hành của tỉnh, của ngành")
    assert reading.tasks[1].implementing == ["Sở Nội vụ", "Văn phòng"]
    assert [m.printed for m in reading.milestones()] == [
        "Trước ngày 02/3/2026",
        "Trước ngày 15/6/2026",
        "Tháng 12/2026",
    ]
    assert "SPLIT_ROW_JOINED" in reading.tasks[1].flags


def test_a_table_without_lines():
    table = """
    #set page(paper: "a4", flipped: true, margin: 1.5cm)
    SỞ NỘI VỤ

    Số: 7/KH-SNV

    Bình Lãng, ngày 20 tháng 12 năm 2025

    KẾ HOẠCH

    Kiểm tra năm 2026

    #table(stroke: none, columns: (2em, 1fr, 10em, 8em), [TT], [Nội dung], [Đơn vị chủ trì], [Thời gian],
      [1], [Kiểm tra công tác thi đua tại các xã thuộc vùng Bình Lãng và vùng lân cận theo quyết định], [Thanh tra Sở],
      [Trước ngày 13/3/2026],
      [2], [Báo cáo kết quả], [Phòng Tổng hợp], [Tháng 4/2026])
    """
    reading = read(table)
    assert (reading.document.issuer, reading.document.title) == ("SỞ NỘI VỤ", "Kiểm tra năm 2026")
    assert [(t.number, t.implementing[0], t.milestones[0].printed) for t in reading.tasks] == [
        ("1", "Thanh tra Sở", "Trước ngày 13/3/2026"),
        ("2", "Phòng Tổng hợp", "Tháng 4/2026"),
    ]


# The row that a page cut has no line at the page's end, and none at the top of the next.
OPEN_CUT = """#set page(width: 20cm, height: 9cm)
#table(columns: (2em, 10em, 7em, 7em), stroke: (x, y) => (left: 1pt, right: 1pt, top: 1pt, bottom: if y < 2 { 1pt } else { none }),
  [TT], [Nhiệm vụ], [Đơn vị chủ trì], [Thời hạn],
  [1], [Phát động thi đua năm 2026], [Sở Nội vụ], [15/3/2026],
  [2], [Kiểm tra công tác thi đua, khen thưởng ở cơ sở và báo cáo], [Thanh tra thành], [Trước ngày])
#pagebreak()
#table(columns: (2em, 10em, 7em, 7em), stroke: (x, y) => (left: 1pt, right: 1pt, bottom: 1pt, top: if y > 0 { 1pt } else { none }),
  [], [kết quả về Ban], [phố], [20/6/2026],
  [3], [Tổng kết năm], [Sở Nội vụ], [Tháng 12/2026])
"""


def test_a_row_that_a_page_cut_without_a_line_is_one_task():
    reading = read(OPEN_CUT)
    assert [(task.number, task.title, task.implementing) for task in reading.tasks] == [
        ("1", "Phát động thi đua năm 2026", ["Sở Nội vụ"]),
        ("2", "Kiểm tra công tác thi đua, khen thưởng ở cơ sở và báo cáo kết quả về Ban", ["Thanh tra thành phố"]),
        ("3", "Tổng kết năm", ["Sở Nội vụ"]),
    ]  # fmt: skip
    assert [str(milestone.day) for milestone in reading.milestones()] == ["2026-03-15", "2026-06-20", "None"]


def test_a_rule_of_dashes_below_the_word_ke_hoach_is_no_title():
    lines = "TỈNH GIẢ ĐỊNH\nSố: 47/KH-UBND\nGiả Định, ngày 20/01/2026\nKẾ HOẠCH\n-------\nCông tác thi đua năm 2026\n"
    reading = read_plan((lines + "TT\tNhiệm vụ\tThời hạn\n1\tSơ kết\t15/4/2026").encode(), "ke-hoach.txt")
    assert reading.document.title == "Công tác thi đua năm 2026"
