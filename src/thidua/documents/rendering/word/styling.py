"""The styles of a paper, after the sizes of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
LEFT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
RIGHT, BOTH = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True)
class Look:
    """How a style looks. `name` is what Word shows, `key` its identifier in the file."""

    key: str
    name: str
    size: float
    align: WD_ALIGN_PARAGRAPH
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    first_line_mm: float = 0
    left_mm: float = 0


NATION = Look("QuocHieu", "Quốc hiệu", 12, CENTRE, bold=True)
MOTTO = Look("TieuNgu", "Tiêu ngữ", 13, CENTRE, bold=True)
PARENT = Look("CoQuanChuQuan", "Cơ quan chủ quản", 12, CENTRE)
ISSUER = Look("CoQuanBanHanh", "Cơ quan ban hành", 12, CENTRE, bold=True)
NUMBER = Look("SoKyHieu", "Số và ký hiệu", 13, CENTRE, before=4)
PLACE = Look("DiaDanhNgay", "Địa danh và ngày", 13, CENTRE, italic=True, before=4)
NAME = Look("TenLoai", "Tên loại văn bản", 14, CENTRE, bold=True, before=14)
SUBJECT = Look("TrichYeu", "Trích yếu", 14, CENTRE, bold=True)
ATTACHED = Look("KemTheo", "Kèm theo", 13, CENTRE, italic=True)
GROUND = Look("CanCu", "Căn cứ", 14, BOTH, italic=True, after=6, first_line_mm=12.7)
BODY = Look("NoiDung", "Nội dung", 14, BOTH, after=6, first_line_mm=12.7)
MIDDLE = Look("GiuaDong", "Giữa dòng", 14, CENTRE, before=6, after=6)
ADDRESS = Look("KinhGui", "Kính gửi", 14, LEFT, after=6, left_mm=45)
FIELD = Look("ThongTin", "Thông tin", 14, LEFT, after=3)
CELL = Look("OBang", "Ô bảng", 12, LEFT)
CELL_CENTRE = Look("OBangGiua", "Ô bảng giữa", 12, CENTRE)
CELL_RIGHT = Look("OBangPhai", "Ô bảng phải", 12, RIGHT)
CELL_HEAD = Look("DauBang", "Đầu bảng", 12, CENTRE, bold=True)
RECIPIENT = Look("NoiNhan", "Nơi nhận", 11, LEFT)
SIGNER = Look("ChuKy", "Chữ ký", 14, CENTRE, bold=True)
HINT = Look("ChuThich", "Chú thích", 12, CENTRE, italic=True)
RULE = Look("DongKe", "Dòng kẻ", 2, CENTRE)
PAGE = Look("SoTrang", "Số trang", 13, CENTRE)
FOOT = Look("ChanTrang", "Chân trang", 9, CENTRE, italic=True)

_LOOKS = (
    NATION, MOTTO, PARENT, ISSUER, NUMBER, PLACE, NAME, SUBJECT, ATTACHED, GROUND, BODY, MIDDLE, ADDRESS, FIELD,
    CELL, CELL_CENTRE, CELL_RIGHT, CELL_HEAD, RECIPIENT, SIGNER, HINT, RULE, PAGE, FOOT,
)  # fmt: skip


def style(document: Document) -> None:
    """Give a new document the styles of administrative papers."""
    _default_font(document)
    _shape(document.styles["Normal"], Look("Normal", "Normal", 14, LEFT))
    for look in _LOOKS:
        added = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
        added.element.set(qn("w:styleId"), look.key)
        added.base_style = document.styles["Normal"]
        added.quick_style = True
        _shape(added, look)
    for level in (1, 2, 3):
        heading = document.styles[f"Heading {level}"]
        _shape(heading, Look("", "", 14, LEFT, bold=level < 3, before=4, after=6, first_line_mm=12.7))
        heading.font.color.rgb = RGBColor(0, 0, 0)


def _shape(target: ParagraphStyle, look: Look) -> None:
    target.font.size = Pt(look.size)
    target.font.bold, target.font.italic = look.bold, look.italic
    _set_font(target.element.get_or_add_rPr())
    form = target.paragraph_format
    form.alignment = look.align
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = Pt(3) if look is RULE else 1.0
    form.first_line_indent, form.left_indent = Mm(look.first_line_mm), Mm(look.left_mm)


def _default_font(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set_font(defaults)
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    for attribute in ("w:val", "w:eastAsia"):
        language.set(qn(attribute), "vi-VN")


def _set_font(properties: object) -> None:
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]  # CT_RPr makes it at run time
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(attribute), FONT)
