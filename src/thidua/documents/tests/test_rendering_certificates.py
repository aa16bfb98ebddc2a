"""A batch of certificates: one page each, names that fit, codes that scan, the printer's correction."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.documents.rendering import DocumentKind, RenderingError, bench, render_pdf
from thidua.documents.rendering.certificates import POINT, fitted_name
from thidua.documents.rendering.contexts import NameSize
from thidua.documents.rendering.qr import qr_modules, qr_path
from thidua.documents.rendering.typeface import typeface
from thidua.documents.tests import rendering_samples as samples
from thidua.documents.tests.rendering_reading import pages_of, placed

KIND = DocumentKind.CERTIFICATES
SIZES: NameSize = {"largest": 30, "smallest": 24}
ROOM = 225.0


def one(**changes):
    return samples.certificates(certificates=[samples.certificate(12, **changes)])


def test_each_recipient_has_a_page():
    made = render_pdf(KIND, samples.certificates(40))
    pages = pages_of(made.data)
    assert made.pages == len(pages) == 40
    assert made.notes == ()
    for number, page in enumerate(pages):
        card = samples.certificate(number)
        for expected in (
            card["name"],
            card["code"],
            f"Số vào Sổ vàng: {card['number']}",
            "CHIẾN SĨ THI ĐUA THÀNH PHỐ",
        ):
            assert expected in page
    assert len(made.data) / 40 < 8000


def test_the_sheet_is_a4_across():
    with pdfplumber.open(BytesIO(render_pdf(KIND, samples.certificates(1)).data)) as document:
        assert [round(side * 25.4 / 72) for side in (document.pages[0].width, document.pages[0].height)] == [
            297,
            210,
        ]


def test_the_contents_the_decree_asks_for():
    (page,) = pages_of(render_pdf(KIND, one()).data)
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
        "TẶNG DANH HIỆU",
        "các năm 2022, 2023, 2024",
        "Quyết định số 3127/QĐ-UBND ngày 18 tháng 6 năm 2025",
        "Hà Nội, ngày 18 tháng 6 năm 2025 CHỦ TỊCH",
        "Lê Thanh Bình",
    ):
        assert expected in page


def test_on_stock_only_what_is_missing_is_printed():
    blank = samples.certificates(1, mode="blank")
    (page,) = pages_of(render_pdf(KIND, blank).data)
    for carried in ("CỘNG HÒA", "Độc lập", "CHỦ TỊCH ỦY BAN", "CHIẾN SĨ THI ĐUA"):
        assert carried not in page
    assert samples.certificate(0)["name"] in page
    assert "Lê Thanh Bình" in page
    full = render_pdf(KIND, samples.certificates(1)).data
    assert placed(full, "Quỳnh") == pytest.approx(placed(render_pdf(KIND, blank).data, "Quỳnh"))


@pytest.mark.parametrize("word", ["Quỳnh", "Bình", "8KQ2-7MTD-0000"])
def test_the_correction_of_the_printer_moves_everything(word):
    plain = placed(render_pdf(KIND, samples.certificates(1, mode="blank")).data, word)
    moved = samples.certificates(1, mode="blank", offset_mm={"right": 1.5, "down": -0.8})
    x, y = placed(render_pdf(KIND, moved).data, word)
    assert (x - plain[0], y - plain[1]) == pytest.approx((1.5, -0.8), abs=0.02)


def test_a_name_that_fits_is_set_large():
    assert fitted_name("Ông Đặng Hữu Thắng", SIZES, ROOM).size == 30


def test_a_long_name_shrinks_and_is_reported():
    name = "Ông Nguyễn Hoàng Bảo Khánh Linh Công Tằng Tôn Nữ"
    fitted = fitted_name(name, SIZES, ROOM)
    assert fitted.lines == (name,)
    assert 24 <= fitted.size < 30
    assert render_pdf(KIND, one(name=name)).notes == (f"name_shrunk:0:{fitted.size:g}",)


def test_a_longer_name_breaks_before_the_last_word():
    name = "Bà Công Tằng Tôn Nữ Nguyễn Phúc Hoàng Bảo Khánh Linh Uyên"
    fitted = fitted_name(name, SIZES, ROOM)
    assert fitted.size == 24
    assert fitted.lines == (name.rpartition(" ")[0], "Uyên")
    made = render_pdf(KIND, one(name=name))
    assert made.notes == ("name_broken:0",)
    assert name in pages_of(made.data)[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ABCĐGHMNOQaăâbêôơưhngixy", min_size=1, max_size=12), min_size=1, max_size=40))
def test_no_name_leaves_its_room(words):
    name = " ".join(words)
    fitted = fitted_name(name, SIZES, ROOM)
    assert " ".join(fitted.lines) == name
    if len(fitted.lines) <= 2:
        assert all(typeface(bold=True).width(text, fitted.size) * POINT <= ROOM + 0.01 for text in fitted.lines)
    else:
        assert fitted.size == 12


def test_one_endless_word_is_set_smaller_than_allowed_and_reported():
    made = render_pdf(KIND, one(name="Đ" * 60))
    assert [note.rpartition(":")[0] for note in made.notes] == ["name_below_min:0"]


def test_too_much_text_is_reported():
    made = render_pdf(
        KIND,
        samples.certificates(
            certificates=[
                samples.certificate(1),
                samples.certificate(2, achievement="Thành tích rất dài " * 30),
            ]
        ),
    )
    assert made.notes == ("text_long:1",)


def test_a_character_without_a_glyph_is_reported_and_shown_as_a_box():
    made = render_pdf(KIND, one(name="Ông 🎉 Huy"))
    assert made.notes == ("no_glyph:U+1F389",)
    assert "Ông □ Huy" in pages_of(made.data)[0]


def test_what_people_type_is_never_markup():
    nasty = "#panic() $x$ *a* _b_ <c> & \\ </text> \"'"
    page = pages_of(render_pdf(KIND, one(name=nasty, unit=nasty, code=nasty)).data)[0]
    assert page.count(nasty) == 3


@settings(max_examples=40, deadline=None)
@given(st.text("ABCDEFGHJKLMNPQRSTUVWXYZ23456789-", min_size=1, max_size=60))
def test_codes_are_those_of_the_library(code):
    address = f"https://thidua.example.vn/kiem-tra/{code}"
    size, modules = qr_modules(address)
    masks = (segno.make_qr(address, error="m", mode="byte", boost_error=False, mask=mask) for mask in range(8))
    known = {"".join("1" if dark else "0" for row in made.matrix for dark in row) for made in masks}
    assert modules in known
    assert size * size == len(modules)


def test_the_path_draws_every_dark_module():
    size, modules = qr_modules("https://thidua.example.vn/kiem-tra/8KQ2")
    drawn = [["0"] * size for _ in range(size)]
    for row in qr_path("https://thidua.example.vn/kiem-tra/8KQ2")[1].split("M")[1:]:
        start, *strokes = row.split("m")
        x, y = (float(part) for part in start.split(" "))
        for stroke in strokes:
            skip, length = stroke.split(" 0h")
            for i in range(int(length)):
                drawn[int(y)][int(x) + int(skip) + i] = "1"
            x += int(skip) + int(length)
    assert "".join("".join(row) for row in drawn) == modules


def test_an_address_too_long_for_any_code_is_refused():
    with pytest.raises(RenderingError, match="quá dài"):
        render_pdf(KIND, one(url="https://a.vn/" + "x" * 4000))


@pytest.mark.parametrize(("paper", "width"), [("A3", 420), ("360x237", 360)])
def test_larger_sheets(paper, width):
    made = render_pdf(KIND, samples.certificates(1, paper=paper, guides=True))
    with pdfplumber.open(BytesIO(made.data)) as document:
        assert round(document.pages[0].width * 25.4 / 72) == width
    assert made.notes == ()


def test_the_bench_measures_both_sides_on_the_same_pages():
    found = bench.measure(pages=10, rounds=1)
    assert found.pages == 10
    assert min(found.ours, found.ready, found.bare) > 0
    assert found.ratio == found.ours / found.ready
    assert bench.batch(3, first=5)["certificates"][0]["number"] == "12.0005"
