"""Names in capitals, as they are written inside a sentence."""

from __future__ import annotations

import pytest

from thidua.plans.spoken import in_a_sentence


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "Ủy ban nhân dân thành phố Hà Nội"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", "Ủy ban nhân dân thành phố Hà Nội"),
        ("UBND PHƯỜNG ĐỊNH CÔNG", "UBND phường Định Công"),
        ("ỦY BAN NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU", "Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu"),
        ("SỞ NỘI VỤ", "Sở Nội vụ"),
        ("BAN THI ĐUA - KHEN THƯỞNG", "Ban Thi đua - Khen thưởng"),
        (
            "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG THÀNH PHỐ HÀ NỘI",
            "Hội đồng Thi đua - Khen thưởng thành phố Hà Nội",
        ),
        (
            "CÔNG TÁC THI ĐUA, KHEN THƯỞNG THÀNH PHỐ HÀ NỘI NĂM 2025",
            "Công tác thi đua, khen thưởng thành phố Hà Nội năm 2025",
        ),
        ("UBND THÀNH PHỐ HỒ CHÍ MINH", "UBND Thành phố Hồ Chí Minh"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG 1", "Ủy ban nhân dân Phường 1"),
        ("CÔNG TÁC TĐKT QUÝ IV CỦA THỦ ĐÔ", "Công tác TĐKT quý IV của Thủ đô"),
        ("ĐẠI HỘI THI ĐUA YÊU NƯỚC LẦN THỨ XI", "Đại hội thi đua yêu nước lần thứ XI"),
        ("Ủy ban nhân dân Thành phố", "Ủy ban nhân dân Thành phố"),
        ("", ""),
    ],
)
def test_capitals_are_for_the_head_of_a_document_alone(printed, written):
    assert in_a_sentence(printed) == written
