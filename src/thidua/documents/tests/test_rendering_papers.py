"""Every kind of paper, as PDF and as DOCX: the words come back, the layout is the decree's, nothing is markup."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from thidua.documents.rendering import PDF_ONLY, DocumentKind, FormatNotOffered, render_docx, render_pdf
from thidua.documents.tests import rendering_samples as samples
from thidua.documents.tests.rendering_reading import (
    fonts_of,
    pages_of,
    paragraphs_of,
    placed,
    text_of_docx,
    text_of_pdf,
)

PAPERS = [kind for kind in DocumentKind if kind not in PDF_ONLY]
NASTY = "#panic(1) $x^2$ *đậm* _nghiêng_ <nhãn> &amp; & \\ @tham-chiếu `mã` [ngoặc] // /* ]]> {{ x }} {% y %} \"'"

EXPECTED: dict[DocumentKind, tuple[int, list[str]]] = {
    DocumentKind.DECISION: (
        2,
        [
            "Số: 3127/QĐ-UBND",
            "Hà Nội, ngày 18 tháng 6 năm 2025",
            "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
            "Điều 1. Tặng danh hiệu “Chiến sĩ thi đua Thành phố” cho 25 cá nhân",
            "thời gian lập thành tích: các năm 2022, 2023, 2024 (có danh sách kèm theo).",
            "thi hành Quyết định này./.",
            "(Kèm theo Quyết định số 3127/QĐ-UBND ngày 18 tháng 6 năm 2025 của Chủ tịch Ủy ban nhân dân Thành phố Hà Nội)",
            "Bà Nguyễn Thị Quỳnh Hoa",
        ],
    ),
    DocumentKind.REVOCATION: (
        2,
        [
            "Điều 1. Hủy bỏ nội dung tại Quyết định số 3127/QĐ-UBND ngày 18 tháng 6 năm 2025",
            "3 trường hợp có tên trong danh sách kèm theo",
            "Lý do: kê khai không đúng thành tích",
            "trong thời hạn 15 ngày làm việc kể từ ngày Quyết định này có hiệu lực.",
            "7.020.000 đ",
        ],
    ),
    DocumentKind.SESSION_MINUTES: (
        2,
        [
            "Số: 07/BB-HĐTĐKT",
            "1. Tổng số thành viên Hội đồng: 25 người; có mặt 6, vắng mặt 1.",
            "Ông Ngô Quang Vinh, Ủy viên (lý do: công tác nước ngoài; đã gửi ý kiến bằng văn bản).",
            "23/25 (92,00 %) Đạt",
            "17/25 (68,00 %) Không đạt",
            "Có 3 trong 4 trường hợp đạt tỷ lệ quy định.",
            "16 giờ 45 phút, ngày 12 tháng 6 năm 2025",
        ],
    ),
    DocumentKind.TALLY_MINUTES: (
        2,
        ["Số phiếu phát ra: 24", "Số phiếu không hợp lệ: 1", "TRƯỞNG BAN KIỂM PHIẾU", "25/25 (100,00 %) Đạt"],
    ),
    DocumentKind.SUBMISSION: (
        2,
        [
            "Số: 77/TTr-STC",
            "- Chủ tịch Ủy ban nhân dân Thành phố;",
            "- Hội đồng Thi đua - Khen thưởng Thành phố.",
            "I. ĐỀ NGHỊ KHEN THƯỞNG",
            "xem xét, quyết định (có danh sách kèm theo)./.",
            "CSTĐCS 2022, 2023, 2024",
        ],
    ),
    DocumentKind.ATTACHED_LIST: (
        2,
        ["I Tập thể", "II Cá nhân", "2 Bà Nguyễn Thị Quỳnh Hoa 1970", "NGƯỜI LẬP"],
    ),
    DocumentKind.RECEIPT: (
        1,
        [
            "Mã hồ sơ: STC-2025-0077",
            "10 giờ 15 phút, ngày 20 tháng 3 năm 2025",
            "Ngày trả kết quả: ngày 30 tháng 6 năm 2025.",
        ],
    ),
    DocumentKind.APPRAISAL: (2, ["Chưa rõ", "Không đạt", "Luật TĐKT 2022, Điều 22", "III. ĐIỂM CẦN BỔ SUNG"]),
    DocumentKind.CONSOLIDATED: (
        1,
        ["BẢNG TỔNG HỢP ĐỀ NGHỊ KHEN THƯỞNG", "II. CƠ CẤU", "4/9", "III. CHỈ TIÊU, MỤC TIÊU"],
    ),
    DocumentKind.REPORT: (
        1,
        [
            "BÁO CÁO THÀNH TÍCH CỦA CÁ NHÂN",
            "(Mẫu số 05, NĐ 152/2025/NĐ-CP)",
            "II.2. Thành tích đạt được",
            "IV. Kỷ luật",
        ],
    ),
    DocumentKind.PLAN: (
        4,
        [
            "PHỤ LỤC 1",
            "TT Nội dung thực hiện Chỉ đạo, chủ trì Đơn vị thực hiện Đơn vị phối hợp Thời gian hoàn thành",
            "PHỤ LỤC 2",
            "TT Nội dung thực hiện Đơn vị tham mưu Đơn vị phối hợp Thời gian",
            "25 hàng tháng",
        ],
    ),
    DocumentKind.OPINION_LETTER: (
        1,
        [
            "Số: 96/BTĐKT",
            "V/v xin ý kiến về khen thưởng",
            "Kính gửi: Công an Thành phố",
            "Đặng Thị Hỏi 3",
            "ngày 19 tháng 3 năm 2026./.",
        ],
    ),
    DocumentKind.CONSULTATION_RESULT: (
        1,
        ["KẾT QUẢ LẤY Ý KIẾN NHÂN DÂN", "10 ngày làm việc", "Đặng Thị Hỏi 2", "Mọi ý kiến đã được phân loại."],
    ),
    DocumentKind.URGING: (
        1,
        [
            "Số: 312/BTĐKT",
            "V/v đôn đốc gửi kế hoạch thi đua, khen thưởng năm 2025",
            "- UBND phường Thử nghiệm 3.",
            "2 UBND phường Thử nghiệm 2 28/02/2025 chậm 3 ngày làm việc",
            "trước ngày 12 tháng 3 năm 2025./.",
        ],
    ),
}


def sample(kind: DocumentKind, **changes: Any) -> dict[str, Any]:
    return samples.SAMPLES[kind.value](**changes)


def with_every_text(value: Any, added: str) -> Any:
    """The context with `added` behind every text a person types; days and codes stay."""
    if isinstance(value, str):
        return value if value[:2] == "20" or value in ("pass", "fail", "unknown") else f"{value} {added}"
    if isinstance(value, dict):
        return {key: item if key == "made_at" else with_every_text(item, added) for key, item in value.items()}
    return [with_every_text(item, added) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", PAPERS)
def test_the_words_come_back_from_pdf(kind):
    made = render_pdf(kind, sample(kind))
    count, words = EXPECTED[kind]
    assert made.pages == count
    assert made.notes == ()
    text = text_of_pdf(made.data)
    for expected in words:
        assert expected in text


@pytest.mark.parametrize("kind", PAPERS)
def test_the_words_come_back_from_docx(kind):
    made = render_docx(kind, sample(kind))
    text = text_of_docx(made.data)
    for expected in EXPECTED[kind][1]:
        assert expected in text
    assert made.pages == 0


@pytest.mark.parametrize("kind", DocumentKind)
def test_only_tinos_is_in_the_pdf(kind):
    assert fonts_of(render_pdf(kind, sample(kind)).data) == {"Tinos"}


@pytest.mark.parametrize("kind", DocumentKind)
def test_same_context_same_bytes(kind):
    first, second = render_pdf(kind, sample(kind)), render_pdf(kind, sample(kind))
    assert first == second
    later = sample(kind) | {"made_at": "2025-06-19T09:30:00+07:00"}
    assert render_pdf(kind, later).sha256 != first.sha256
    if kind in PAPERS:
        assert render_docx(kind, sample(kind)) == render_docx(kind, sample(kind))


def test_another_process_makes_the_same_bytes():
    code = (
        "from thidua.documents.tests import rendering_samples as s\n"
        "from thidua.documents.rendering import DocumentKind as K, render_docx, render_pdf\n"
        "print(render_pdf(K.DECISION, s.decision()).sha256, render_docx(K.DECISION, s.decision()).sha256)"
    )
    env = {"PYTHONPATH": ":".join(sys.path), "TZ": "America/Lima", "PYTHONHASHSEED": "7"}
    run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    kind = DocumentKind.DECISION
    assert run.stdout.split() == [f(kind, sample(kind)).sha256 for f in (render_pdf, render_docx)]


@pytest.mark.parametrize("kind", PAPERS)
def test_what_people_type_is_never_markup(kind):
    context = with_every_text(sample(kind), NASTY)
    expected = "".join(NASTY.split())
    text = "".join(text_of_pdf(render_pdf(kind, context).data).split()).casefold()
    assert expected.casefold() in text
    data = render_docx(kind, context).data
    assert any(NASTY in paragraph for paragraph in paragraphs_of(data))


def test_broken_characters_do_not_stop_a_paper():
    context = sample(DocumentKind.RECEIPT, subject="Hồ\x00 sơ \x0b một\ufffe\uffff \ud800 hai \U0001f389")
    made = render_pdf(DocumentKind.RECEIPT, context)
    assert "no_glyph:U+1F389" in made.notes
    assert "Hồ sơ" in text_of_pdf(made.data)
    assert "hai \U0001f389" in text_of_docx(render_docx(DocumentKind.RECEIPT, context).data)


def test_decomposed_vietnamese_is_composed():
    name = "Nguyễn Thị Quỳnh Hoa"
    context = sample(DocumentKind.RECEIPT, deliverer=unicodedata.normalize("NFD", name))
    assert name in text_of_pdf(render_pdf(DocumentKind.RECEIPT, context).data)
    assert name in text_of_docx(render_docx(DocumentKind.RECEIPT, context).data)


def test_one_recipient_stands_in_the_article_and_needs_no_list():
    made = render_pdf(DocumentKind.DECISION, samples.decision(1, recipients_phrase="01 cá nhân"))
    assert made.pages == 1
    text = text_of_pdf(made.data)
    assert "cho Bà Nguyễn Thị Quỳnh Hoa, Phó Trưởng phòng, Sở Tài chính, có thành tích" in text
    assert "danh sách kèm theo" not in text


def test_five_hundred_recipients_repeat_the_head_of_the_table():
    made = render_pdf(DocumentKind.DECISION, samples.decision(500))
    pages = pages_of(made.data)
    assert made.pages == len(pages) > 10
    for page in pages[1:]:
        assert "TT Họ và tên / Tên tập thể Chức vụ, đơn vị công tác" in page
    text = " ".join(pages[1:])
    assert all(f" {number} {samples.entry(number - 1)['name']}" in text for number in (1, 250, 499, 500))
    # The annex counts its pages anew and does not number the first.
    assert pages[1].startswith("DANH SÁCH")
    assert pages[2].startswith("2 TT")


def test_every_annex_counts_its_own_pages():
    pages = pages_of(render_pdf(DocumentKind.PLAN, samples.plan(30, council=samples.plan()["council"] * 20)).data)
    second = next(i for i, page in enumerate(pages) if page.startswith("PHỤ LỤC 2"))
    assert pages[1].startswith("PHỤ LỤC 1")
    assert [page.split()[0] for page in pages[2:second]] == [str(n) for n in range(2, second)]
    assert [page.split()[0] for page in pages[second + 1 :]] == [str(n) for n in range(2, len(pages) - second + 1)]
    assert min(second, len(pages) - second) > 2


def test_five_hundred_recipients_in_word():
    document = docx.Document(BytesIO(render_docx(DocumentKind.DECISION, samples.decision(500)).data))
    table = document.tables[-1]
    assert len(table._tbl.tr_lst) == 501
    heads = table._tbl.findall(".//" + qn("w:tblHeader"))
    assert len(heads) == 1
    assert heads[0].getparent().getparent() is table._tbl.tr_lst[0]
    assert len(table._tbl.findall(".//" + qn("w:cantSplit"))) == 501


@pytest.mark.parametrize(
    ("kind", "across"),
    [
        (DocumentKind.DECISION, [False, False]),
        (DocumentKind.PLAN, [False, True, True]),
        (DocumentKind.SUBMISSION, [False, True]),
    ],
)
def test_sheets_and_margins_of_the_decree(kind, across):
    document = docx.Document(BytesIO(render_docx(kind, sample(kind)).data))
    assert [section.page_width > section.page_height for section in document.sections] == across
    first = document.sections[0]
    margins = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert [round(margin / Mm(1)) for margin in margins] == [20, 20, 30, 15]
    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    with pdfplumber.open(BytesIO(render_pdf(kind, sample(kind)).data)) as pdf:
        assert [round(side * 25.4 / 72) for side in (pdf.pages[0].width, pdf.pages[0].height)] == [210, 297]
        assert min(char["x0"] for char in pdf.pages[0].chars) >= 29.9 * 72 / 25.4
        sizes = {char["text"]: round(char["size"]) for char in pdf.pages[0].chars}
        assert set(sizes.values()) <= {11, 12, 13, 14}


def test_signatures_never_stand_on_a_page_of_their_own():
    alone = []
    for more in range(24):
        context = samples.appraisal(defects=[f"Điểm thứ {i}" for i in range(more)])
        last = pages_of(render_pdf(DocumentKind.APPRAISAL, context).data)[-1]
        if "Đề nghị đơn vị bổ sung" not in last:
            alone.append(more)
    assert alone == []


def test_names_of_those_who_sign_stand_level():
    context = samples.tally_minutes(tellers=[samples.person("Anh", "Trưởng ban"), samples.person("Tài", "Thành viên")])
    made = render_pdf(DocumentKind.TALLY_MINUTES, context)
    last = made.pages - 1
    assert placed(made.data, "Anh", last)[1] == pytest.approx(placed(made.data, "Tài", last)[1], abs=0.1)


def test_number_and_day_unknown_leave_room_for_the_pen():
    kind = DocumentKind.APPRAISAL
    for text in (
        text_of_pdf(render_pdf(kind, sample(kind)).data),
        text_of_docx(render_docx(kind, sample(kind)).data),
    ):
        assert "Số: /PTĐ-BTĐKT" in text
        assert "Hà Nội, ngày tháng năm" in text


def test_numbers_below_ten_take_a_zero():
    context = samples.decision(letterhead=samples.letterhead(number="5", dated="2025-02-03"))
    text = text_of_pdf(render_pdf(DocumentKind.DECISION, context).data)
    assert "Số: 05/QĐ-UBND" in text
    assert "ngày 03 tháng 02 năm 2025" in text


def test_an_empty_list_says_so():
    context = samples.attached_list(0)
    assert "Không có trường hợp nào." in text_of_pdf(render_pdf(DocumentKind.ATTACHED_LIST, context).data)
    assert "Không có trường hợp nào." in text_of_docx(render_docx(DocumentKind.ATTACHED_LIST, context).data)


def test_a_part_without_recipients_takes_no_number():
    groups = [{"title": "Tập thể", "entries": []}, {"title": "Cá nhân", "entries": [samples.entry(0)]}]
    text = text_of_pdf(render_pdf(DocumentKind.ATTACHED_LIST, samples.attached_list(groups=groups)).data)
    assert "I Cá nhân" in text
    assert "Tập thể" not in text.partition("TT Họ và tên / Tên tập thể")[2]


def test_lines_typed_in_a_cell_stay_lines():
    groups = [{"title": None, "entries": [{"name": "A", "achievement": "Dòng một\nDòng hai"}]}]
    data = render_docx(DocumentKind.ATTACHED_LIST, samples.attached_list(groups=groups)).data
    assert {"Dòng một", "Dòng hai"} <= set(paragraphs_of(data))


def test_the_word_file_is_clean():
    data = render_docx(DocumentKind.DECISION, samples.decision()).data
    with ZipFile(BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        assert b"Times New Roman" in archive.read("word/styles.xml")
        assert b"Tinos" in archive.read("word/fontTable.xml")
        assert b"python-docx" not in archive.read("docProps/core.xml")
    properties = docx.Document(BytesIO(data)).core_properties
    assert properties.title.startswith("Quyết định 3127/QĐ-UBND")
    assert properties.created.isoformat() == "2025-06-18T02:30:00+00:00"


def test_certificates_are_not_offered_as_word():
    with pytest.raises(FormatNotOffered):
        render_docx(DocumentKind.CERTIFICATES, samples.certificates())


def test_a_letter_to_many_units_attaches_its_list():
    made = render_pdf(DocumentKind.URGING, samples.urging(40))
    first, *rest = pages_of(made.data)
    assert "Kính gửi: Các đơn vị có tên trong danh sách kèm theo." in first
    assert "UBND phường Thử nghiệm 40" not in first
    assert "(Kèm theo Công văn số 312/BTĐKT ngày 05 tháng 3 năm 2025 của Ban Thi đua - Khen thưởng)" in rest[0]
    assert "40 UBND phường Thử nghiệm 40" in rest[-1]


def test_a_letter_names_each_thing_a_unit_owes():
    items = [{"what": f"Việc {n}", "due": f"0{n}/02/2025", "late": f"chậm {n} ngày"} for n in (1, 2)]
    text = text_of_pdf(
        render_pdf(DocumentKind.URGING, samples.urging(units=[{"name": "Sở Y tế", "items": items}])).data
    )
    assert "Nội dung" in text
    assert "1 Sở Y tế Việc 1 01/02/2025 chậm 1 ngày Việc 2 02/02/2025 chậm 2 ngày" in text
    assert "Nội dung" not in text_of_pdf(render_pdf(DocumentKind.URGING, samples.urging()).data)


def test_a_letter_without_a_number_leaves_room_and_keeps_what_it_is_about():
    head = samples.letterhead(number=None, symbol="BTĐKT", dated=None)
    text = text_of_docx(render_docx(DocumentKind.URGING, samples.urging(letterhead=head)).data)
    assert "Số: /BTĐKT V/v đôn đốc gửi kế hoạch" in text
