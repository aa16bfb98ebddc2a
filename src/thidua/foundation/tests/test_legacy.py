import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.foundation.legacy import TCVN3, VNI, Encoding, decode_legacy, legacy_encoding

VIETNAMESE = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"


def _encoded(text: str, encoding: Encoding) -> str:
    """Write Unicode text in an old encoding, as the keyboard drivers of the time did."""
    table: dict[str, str] = {}
    for old, new in (TCVN3 if encoding == "tcvn3" else VNI).items():
        table[new] = min(table.get(new, old), old, key=lambda form: (len(form), form))
    if encoding == "tcvn3":  # no marked capitals but seven: the small letter stands for them
        table |= {new.upper(): old for new, old in table.items() if new.upper() not in table}
    return "".join(table.get(letter, letter) for letter in text)


@pytest.mark.parametrize("letter", VIETNAMESE)
def test_both_tables_have_every_letter(letter):
    assert letter in TCVN3.values()
    assert {letter, letter.upper()} <= set(VNI.values())


def test_tables_have_nothing_else():
    assert len(TCVN3) == len(set(TCVN3.values())) == 67 + 7
    assert {new.lower() for new in VNI.values()} == set(VIETNAMESE)


NAMES = [
    ("NguyÔn V¨n Hïng", "tcvn3", "Nguyễn Văn Hùng"),
    ("tr\u00adêng THPT S«ng TÝch", "tcvn3", "trường THPT Sông Tích"),
    ("ChiÕn sÜ thi ®ua c¬ së", "tcvn3", "Chiến sĩ thi đua cơ sở"),
    ("Vò Ph\u00ad¬ng H»ng", "tcvn3", "Vũ Phương Hằng"),
    ("§ç H÷u Hïng", "tcvn3", "Đỗ Hữu Hùng"),
    ("Vò ThÞ Thanh Quúnh", "tcvn3", "Vũ Thị Thanh Quỳnh"),
    ("NGUYÔN V¡N HïNG", "tcvn3", "NGUYỄN VĂN HÙNG"),
    ("Hå CHÝ MINH", "tcvn3", "HỒ CHÍ MINH"),
    ("Hå Vò Hµ", "tcvn3", "Hồ Vũ Hà"),
    ("Nguyeãn Vaên Huøng", "vni", "Nguyễn Văn Hùng"),
    ("NGUYEÃN VAÊN HUØNG", "vni", "NGUYỄN VĂN HÙNG"),
    ("Uûy ban nhaân daân thaønh phoá", "vni", "Ủy ban nhân dân thành phố"),
    ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ("Ñaëng Höõu Öùng", "vni", "Đặng Hữu Ứng"),
    ("Traàn Thò Myõ Phöôïng", "vni", "Trần Thị Mỹ Phượng"),
    ("Aâu Cô", "vni", "Âu Cơ"),
    ("Traàn Vaên Tî", "vni", "Trần Văn Tỵ"),
]


@pytest.mark.parametrize(("old", "encoding", "text"), NAMES)
def test_names_are_told_and_decoded(old, encoding, text):
    assert legacy_encoding(old) == encoding
    assert legacy_encoding(unicodedata.normalize("NFD", old)) == encoding
    assert decode_legacy(old, encoding) == text


@pytest.mark.parametrize("text", [text for _, _, text in NAMES])
def test_decoded_text_is_not_taken_for_old_text(text):
    assert legacy_encoding(text) is None
    assert legacy_encoding(unicodedata.normalize("NFD", text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "12345", "Lê Công Hà", "Hà", "Tô Hà Trà My", "Bá", "Vũ Hoà", "hoà bình", "Quý Tòng",
        "hòang", "The quick brown fox", "naïve café résumé déjà vu", "Müller und Söhne, Köln", "São Paulo",
        "El Niño", "5 µm ± 0,1 °C", "«Lê»", "© 2025 · ® §", "§ 12", "1 × 2", "H'Bông Niê", "Y Ksô", "½ ¼ ¾",
        "Ê-đê", "A²",
    ],
)  # fmt: skip
def test_no_false_alarm(text):
    assert legacy_encoding(text) is None


def test_a_word_that_could_be_either_is_left_alone():
    assert legacy_encoding("vô") is None  # "vụ" in TCVN3, or "vô"
    assert legacy_encoding("Chøc vô") == "tcvn3"  # in company it is clear


def test_long_unicode_text_is_not_old():
    text = "Căn cứ Luật Thi đua, khen thưởng; xét đề nghị của Trưởng ban. " * 20 + "µm ± café"
    assert legacy_encoding(text) is None


@given(st.text(VIETNAMESE + "bcdghklmnpqrstvx ,.0123456789"))
def test_tcvn3_is_decoded_to_what_was_written(text):
    assert decode_legacy(_encoded(text, "tcvn3"), "tcvn3") == text


@given(st.lists(st.text(VIETNAMESE.upper() + "BCDGHKLMNPQRSTVX", min_size=1), min_size=1))
def test_tcvn3_capitals_are_decoded_to_what_was_written(words):
    text = " ".join(f"XT{word}" for word in words)  # two plain capitals show that the word is in capitals
    assert decode_legacy(_encoded(text, "tcvn3"), "tcvn3") == text


@given(st.text(VIETNAMESE + VIETNAMESE.upper() + "aeiouybcdghklmnpqrstvxABCĐGHKLMNX ,.0123456789"))
def test_vni_is_decoded_to_what_was_written(text):
    assert decode_legacy(_encoded(text, "vni"), "vni") == text


@given(st.text(st.characters(max_codepoint=0x7E)), st.sampled_from(["tcvn3", "vni"]))
def test_plain_text_stays_as_it_is(text, encoding):
    assert decode_legacy(text, encoding) == text
    assert legacy_encoding(text) is None


SENTENCES = [
    "Danh sách đề nghị xét tặng danh hiệu thi đua năm học",
    "Sử dụng thí nghiệm ảo trong dạy học môn Vật lý",
    "Xét thành tích của các tập thể, cá nhân và hộ gia đình",
    "Trần Thị Bích Thủy, Phó Hiệu trưởng",
]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_in_either_encoding(text, encoding):
    old = _encoded(text, encoding)
    assert legacy_encoding(old) == encoding
    assert decode_legacy(old, encoding) == text


def _shared() -> Path:
    folder = Path(os.environ.get("THIDUA_SHARED") or Path(__file__).resolve().parents[4].parent / "shared")
    if not (folder / "samples").is_dir():
        pytest.skip("shared material not here")
    return folder


def test_the_school_list_in_tcvn3():
    calamine = pytest.importorskip("python_calamine")
    path = _shared() / "samples" / "danh-sach-truong-ma-tcvn3.xlsx"
    rows = calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    cells = [cell for row in rows for cell in row if isinstance(cell, str) and not cell.isascii()]
    assert len(cells) > 100
    assert all(legacy_encoding(cell) == "tcvn3" for cell in cells)
    text = [[decode_legacy(cell, "tcvn3") if isinstance(cell, str) else cell for cell in row] for row in rows]
    assert text[0][0] == "trường THPT Sông Tích"
    assert text[4][:3] == ["TT", "Họ và tên", "Ngày sinh"] or ["TT", "Họ và tên", "Ngày sinh"] in [r[:3] for r in text]
    names = [row[1] for row in text if isinstance(row[0], float)]
    assert len(names) == 32
    assert names[:3] == ["Nguyễn Bá Duy", "Chu Đình Giang", "Vũ Khánh Thơm"]
    assert {"Lê Mạnh Cường", "Trịnh Thế Quyết", "Phạm Thị Kim Huyền", "Nguyễn Bá Thắng"} <= set(names)
