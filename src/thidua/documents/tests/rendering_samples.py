"""One plausible context for every kind of document. All people are invented."""

from __future__ import annotations

from typing import Any

MADE_AT = "2025-06-18T09:30:00+07:00"


def letterhead(**changes: Any) -> dict[str, Any]:
    return {
        "parent": None,
        "issuer": "Ủy ban nhân dân\nThành phố Hà Nội",
        "number": "3127",
        "symbol": "QĐ-UBND",
        "place": "Hà Nội",
        "dated": "2025-06-18",
    } | changes


def council_head(**changes: Any) -> dict[str, Any]:
    return (
        letterhead(
            parent="Ủy ban nhân dân\nThành phố Hà Nội",
            issuer="Hội đồng\nThi đua - Khen thưởng",
            number="07",
            symbol="BB-HĐTĐKT",
            dated="2025-06-12",
        )
        | changes
    )


def entry(number: int) -> dict[str, Any]:
    family = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Vũ", "Đặng", "Bùi")[number % 8]
    given = ("Thị Quỳnh Hoa", "Đức Huy", "Hữu Thắng", "Minh Nguyệt", "Thùy Dương", "Quốc Bảo", "Ngọc Ánh")[number % 7]
    return {
        "name": f"{'Bà' if 'Thị' in given or 'Nguyệt' in given else 'Ông'} {family} {given}",
        "role": ("Phó Trưởng phòng", "Chuyên viên", "Giáo viên", "Tổ trưởng")[number % 4],
        "unit": ("Sở Tài chính", "UBND phường Ngọc Hà", "Trường THPT Việt Hưng", "Xí nghiệp Thoát nước số 3")[
            number % 4
        ],
    }


def paper(**changes: Any) -> dict[str, Any]:
    return {
        "made_at": MADE_AT,
        "letterhead": letterhead(),
        "signature": {"lines": ["KT. Chủ tịch", "Phó Chủ tịch"], "name": "Lê Thanh Bình"},
        "recipients": [
            "Như Điều 3",
            "Ban Thi đua - Khen thưởng Trung ương",
            "Chủ tịch, các Phó Chủ tịch UBND Thành phố",
            "Cổng Thông tin điện tử Thành phố",
            "Lưu: VT, BTĐ",
        ],
    } | changes


def decision(count: int = 25, **changes: Any) -> dict[str, Any]:
    return (
        paper(
            subject="Về việc tặng danh hiệu “Chiến sĩ thi đua Thành phố” đợt 1 năm 2025",
            authority="Chủ tịch Ủy ban nhân dân Thành phố Hà Nội",
            grounds=[
                "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025",
                "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
                "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ",
            ],
            proposer="Giám đốc Sở Nội vụ tại Tờ trình số 2201/TTr-SNV ngày 16 tháng 6 năm 2025",
            award="danh hiệu “Chiến sĩ thi đua Thành phố”",
            recipients_phrase=f"{count} cá nhân",
            achievement="có thành tích tiêu biểu xuất sắc trong phong trào thi đua yêu nước của Thành phố",
            period="các năm 2022, 2023, 2024",
            bonus="Tiền thưởng kèm theo danh hiệu được chi từ Quỹ thi đua, khen thưởng Thành phố theo quy định hiện hành.",
            executors="Chánh Văn phòng Ủy ban nhân dân Thành phố, Giám đốc Sở Nội vụ, thủ trưởng các đơn vị liên quan "
            "và các cá nhân có tên tại Điều 1",
            groups=[{"title": None, "entries": [entry(i) for i in range(count)]}],
        )
        | changes
    )


def revoked(number: int) -> dict[str, Any]:
    return {
        "name": entry(number)["name"],
        "unit": entry(number)["unit"],
        "award": "Danh hiệu “Chiến sĩ thi đua Thành phố”",
        "decision": "Quyết định số 3127/QĐ-UBND ngày 18/6/2025",
        "certificate": f"3127.{number:03d}",
        "bonus": "7.020.000 đ",
    }


def revocation(count: int = 3, **changes: Any) -> dict[str, Any]:
    return (
        paper(
            letterhead=letterhead(number="4410", dated="2025-09-25"),
            subject="Về việc hủy bỏ một phần Quyết định số 3127/QĐ-UBND và thu hồi hiện vật khen thưởng",
            authority="Chủ tịch Ủy ban nhân dân Thành phố Hà Nội",
            grounds=["Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"],
            proposer="Giám đốc Sở Nội vụ tại Tờ trình số 3055/TTr-SNV ngày 22 tháng 9 năm 2025",
            decision="Quyết định số 3127/QĐ-UBND ngày 18 tháng 6 năm 2025 của Chủ tịch Ủy ban nhân dân Thành phố",
            whole=False,
            reason="kê khai không đúng thành tích, theo kết luận của Thanh tra Thành phố ngày 10 tháng 9 năm 2025",
            collect_within="15 ngày làm việc kể từ ngày Quyết định này có hiệu lực",
            collector="Ban Thi đua - Khen thưởng Thành phố",
            executors="Chánh Văn phòng Ủy ban nhân dân Thành phố, Giám đốc Sở Nội vụ và các cá nhân có tên trong danh sách",
            honours=[revoked(i) for i in range(count)],
        )
        | changes
    )


def ballot(count: int = 4, **changes: Any) -> dict[str, Any]:
    votes = [(23, 1, 0), (21, 3, 0), (25, 0, 0), (17, 6, 1), (19, 4, 1)]
    return {
        "title": "Xét tặng danh hiệu “Chiến sĩ thi đua Thành phố” đợt 1 năm 2025",
        "members_total": 25,
        "rule": "Trường hợp đạt là trường hợp được từ 75 % tổng số thành viên đồng ý, theo Quy chế hoạt động của Hội đồng",
        "results": [
            {
                "name": entry(i)["name"],
                "unit": entry(i)["unit"],
                "agree": votes[i % 5][0],
                "disagree": votes[i % 5][1],
                "invalid": votes[i % 5][2],
                "passed": votes[i % 5][0] * 100 >= 75 * 25,
            }
            for i in range(count)
        ],
    } | changes


def person(name: str, role: str) -> dict[str, str]:
    return {"name": name, "role": role}


def session_minutes(**changes: Any) -> dict[str, Any]:
    return {
        "made_at": MADE_AT,
        "letterhead": council_head(),
        "subject": "Phiên họp thứ hai năm 2025 của Hội đồng Thi đua - Khen thưởng Thành phố",
        "started_at": "2025-06-12T14:00",
        "ended_at": "2025-06-12T16:45",
        "venue": "Phòng họp số 2, trụ sở Ủy ban nhân dân Thành phố",
        "members_total": 25,
        "present": [person(entry(i)["name"], entry(i)["unit"]) for i in range(6)],
        "absent": [
            {
                "name": "Ông Ngô Quang Vinh",
                "role": "Ủy viên",
                "reason": "công tác nước ngoài",
                "written_opinion": True,
            },
        ],
        "guests": [person("Bà Hồ Thị Lan", "Văn phòng Ủy ban nhân dân Thành phố")],
        "chair": person("Lê Thanh Bình", "Phó Chủ tịch Thường trực Hội đồng"),
        "secretary": person("Hoàng Mai Phương", "Thư ký Hội đồng"),
        "agenda": ["Xét tặng danh hiệu “Chiến sĩ thi đua Thành phố” đợt 1 năm 2025", "Việc khác"],
        "proceedings": ["Thường trực Hội đồng báo cáo kết quả thẩm định 4 hồ sơ; các thành viên thảo luận."],
        "public_notice": "Danh sách được đăng từ 20/5/2025 đến 02/6/2025; không có ý kiến phản ánh.",
        "ballots": [ballot()],
        "conclusions": ["Trình Chủ tịch Ủy ban nhân dân Thành phố quyết định các trường hợp đạt"],
    } | changes


def tally_minutes(**changes: Any) -> dict[str, Any]:
    return {
        "made_at": MADE_AT,
        "letterhead": council_head(number=None),
        "subject": "Xét tặng danh hiệu “Chiến sĩ thi đua Thành phố” đợt 1 năm 2025",
        "started_at": "2025-06-12T15:50",
        "ended_at": "2025-06-12T16:20",
        "venue": "Phòng họp số 2, trụ sở Ủy ban nhân dân Thành phố",
        "members_total": 25,
        "tellers": [
            person("Vũ Đức Anh", "Trưởng ban"),
            person("Cao Thị Ngọc Diệp", "Thành viên"),
            person("Phùng Văn Tài", "Thành viên"),
        ],
        "witnesses": [person("Hồ Thị Lan", "Văn phòng Ủy ban nhân dân Thành phố")],
        "issued": 24,
        "returned": 24,
        "valid": 23,
        "invalid": 1,
        "ballots": [ballot()],
        "remarks": ["Hòm phiếu được niêm phong trước khi bỏ phiếu"],
        "chair": person("Lê Thanh Bình", "Phó Chủ tịch Thường trực Hội đồng"),
    } | changes


def submission(count: int = 4, **changes: Any) -> dict[str, Any]:
    entries = [
        entry(i)
        | {
            "birth_year": str(1975 + i % 20),
            "award": "CSTĐ Thành phố",
            "achievement": "Cải tiến quy trình thẩm tra quyết toán, rút ngắn 5 ngày xử lý mỗi hồ sơ",
            "earlier_honours": ["CSTĐCS 2022, 2023, 2024", "Bằng khen 2023 (QĐ 5521/QĐ-UBND)"],
            "vote": "23/25",
        }
        for i in range(count)
    ]
    return (
        paper(
            letterhead=letterhead(
                parent="Ủy ban nhân dân\nThành phố Hà Nội",
                issuer="Sở Tài chính",
                number="77",
                symbol="TTr-STC",
                dated="2025-03-15",
            ),
            signature={"lines": ["Giám đốc"], "name": "Đỗ Minh Nguyệt"},
            recipients=["Như trên", "Sở Nội vụ (Ban TĐKT Thành phố)", "Lưu: VT, TCCB"],
            subject="Về việc đề nghị tặng danh hiệu “Chiến sĩ thi đua Thành phố” đợt 1 năm 2025",
            addressees=["Chủ tịch Ủy ban nhân dân Thành phố", "Hội đồng Thi đua - Khen thưởng Thành phố"],
            grounds=["Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"],
            opening=["Sau khi xét thành tích và họp Hội đồng, Sở Tài chính trình Chủ tịch Ủy ban nhân dân Thành phố:"],
            proposals=[{"award": "Danh hiệu “Chiến sĩ thi đua Thành phố”", "individuals": count, "collectives": 0}],
            achievement=[
                "Các cá nhân được đề nghị đều có sáng kiến được công nhận, có phạm vi ảnh hưởng trong Thành phố."
            ],
            opinions=["Công khai tại đơn vị 10 ngày làm việc, không có ý kiến khác."],
            appraisal=["Đúng đối tượng, đủ điều kiện, hồ sơ đủ theo quy định."],
            closing="Sở Tài chính kính trình Chủ tịch Ủy ban nhân dân Thành phố xem xét, quyết định",
            groups=[{"title": "Cá nhân", "entries": entries}] if count else [],
        )
        | changes
    )


def attached_list(count: int = 30, **changes: Any) -> dict[str, Any]:
    return {
        "made_at": MADE_AT,
        "letterhead": None,
        "title": "Đề nghị tặng danh hiệu “Chiến sĩ thi đua Thành phố” đợt 1 năm 2025",
        "attached_to": "Tờ trình số 77/TTr-STC ngày 15 tháng 3 năm 2025 của Sở Tài chính",
        "groups": [
            {
                "title": "Tập thể",
                "entries": [{"name": "Phòng Ngân sách", "unit": "Sở Tài chính"}] if count else [],
            },
            {
                "title": "Cá nhân",
                "entries": [entry(i) | {"birth_year": str(1970 + i % 25)} for i in range(count)],
            },
        ],
        "signature": {"lines": ["Giám đốc"], "name": "Đỗ Minh Nguyệt"},
    } | changes


def papers() -> list[dict[str, Any]]:
    return [
        {"title": "Tờ trình của đơn vị", "copies": 1, "form": "tệp đã ký số", "note": None},
        {"title": "Báo cáo thành tích của cá nhân", "copies": 28, "form": "bản chính", "note": "mẫu 05"},
        {
            "title": "Biên bản họp Hội đồng của đơn vị",
            "copies": 1,
            "form": "bản chính",
            "note": "thiếu chữ ký thư ký",
        },
    ]


def receipt(**changes: Any) -> dict[str, Any]:
    return {
        "made_at": MADE_AT,
        "letterhead": letterhead(
            parent="Sở Nội vụ Hà Nội",
            issuer="Ban Thi đua - Khen thưởng",
            number="412",
            symbol="BN-BTĐKT",
            dated="2025-03-20",
        ),
        "dossier": "STC-2025-0077",
        "subject": "Hồ sơ đề nghị tặng danh hiệu “Chiến sĩ thi đua Thành phố”",
        "sender_unit": "Sở Tài chính",
        "sender": person("Trần Đức Huy", "Chuyên viên"),
        "round": "Đợt 1 năm 2025, phiên họp thứ hai của Hội đồng",
        "received_at": "2025-03-20T10:15",
        "nominees": 28,
        "papers": papers(),
        "result_by": "2025-06-30",
        "lookup": "trang theo dõi hồ sơ, mã STC-2025-0077",
        "remarks": ["Bổ sung chữ ký thư ký trên biên bản trước ngày 28/3/2025"],
        "deliverer": "Trần Đức Huy",
        "receiver": person("Nguyễn Thùy Dương", "Chuyên viên"),
    } | changes


def appraisal(**changes: Any) -> dict[str, Any]:
    return {
        "made_at": MADE_AT,
        "letterhead": letterhead(
            parent="Sở Nội vụ Hà Nội",
            issuer="Ban Thi đua - Khen thưởng",
            number=None,
            symbol="PTĐ-BTĐKT",
            dated=None,
        ),
        "dossier": "STC-2025-0077/03",
        "nominee": "Ông Trần Đức Huy",
        "birth": "sinh ngày 16/6/1984",
        "role": "Phó Trưởng phòng",
        "unit": "Sở Tài chính",
        "award": "Danh hiệu “Chiến sĩ thi đua Thành phố”",
        "period": "các năm 2022, 2023, 2024",
        "round": "Đợt 1 năm 2025",
        "conditions": [
            {
                "text": "Ba lần liên tục đạt “Chiến sĩ thi đua cơ sở” trước thời điểm đề nghị",
                "outcome": "pass",
                "facts": "2022, 2023, 2024 (3 quyết định trong Sổ khen thưởng)",
                "source": "Luật TĐKT 2022, Điều 22",
            },
            {
                "text": "Sáng kiến có phạm vi ảnh hưởng trong Thành phố",
                "outcome": "unknown",
                "facts": "Chưa có văn bản công nhận trong hồ sơ",
                "source": "Luật TĐKT 2022, Điều 22",
            },
            {
                "text": "Không trong thời gian xem xét kỷ luật",
                "outcome": "fail",
                "facts": "Đang có đơn chờ kết luận, Công văn 88/TTr ngày 02/4/2025",
                "source": "Nghị định 98/2023, Điều 3",
            },
        ],
        "papers": papers(),
        "defects": ["Thiếu văn bản công nhận phạm vi ảnh hưởng của sáng kiến"],
        "opinion": "Đề nghị đơn vị bổ sung trước khi trình Hội đồng.",
        "appraiser": person("Nguyễn Thùy Dương", "Chuyên viên"),
        "head": person("Phạm Quốc Bảo", "Trưởng Ban"),
    } | changes


def consolidated(**changes: Any) -> dict[str, Any]:
    return {
        "made_at": MADE_AT,
        "letterhead": letterhead(number=None, symbol=""),
        "subject": "Chiến sĩ thi đua Thành phố, đợt 1/2026",
        "rows": [["Đặng Hữu Thắng", "Sở Tài chính", "Chiến sĩ thi đua Thành phố", "Đạt", "Đủ điều kiện", "Chờ lãnh đạo Ban duyệt"]],
        "balance": [{"what": "Nữ, trong các cá nhân", "now": "0/1 (chưa rõ 0)", "last": "4/9"}],
        "quotas": ["Chưa đặt mục tiêu về lao động trực tiếp."],
        "maker": person("", ""),
        "head": person("", "Lãnh đạo Ban"),
        **changes,
    }  # fmt: skip


def report(**changes: Any) -> dict[str, Any]:
    return {
        "made_at": MADE_AT,
        "letterhead": letterhead(number=None, symbol=""),
        "title": "Báo cáo thành tích của cá nhân",
        "subject": "Đề nghị tặng danh hiệu Chiến sĩ thi đua Thành phố năm 2025",
        "form": "Mẫu số 05, NĐ 152/2025/NĐ-CP",
        "sections": [
            {"title": "I. Sơ lược lý lịch", "paragraphs": ["Họ và tên: Đặng Hữu Thắng", "Sinh ngày 17/02/1985"]},
            {"title": "II.2. Thành tích đạt được", "paragraphs": ["Số hóa 18.400 hồ sơ hộ tịch. " * 30]},
            {"title": "IV. Kỷ luật", "paragraphs": ["Không"]},
        ],
        "author": person("Đặng Hữu Thắng", "Chuyên viên"),
        "unit_head": person("", ""),
        **changes,
    }  # fmt: skip


def certificate(number: int = 12, **changes: Any) -> dict[str, Any]:
    return {
        "name": entry(number)["name"],
        "verb": "Tặng danh hiệu",
        "award": "Chiến sĩ thi đua Thành phố",
        "role": entry(number)["role"],
        "unit": entry(number)["unit"],
        "achievement": "Đã có thành tích tiêu biểu xuất sắc trong phong trào thi đua yêu nước của Thành phố",
        "period": "các năm 2022, 2023, 2024",
        "number": f"3127.{number:03d}",
        "code": f"8KQ2-7MTD-{number:04d}",
        "url": f"https://thidua.example.vn/kiem-tra/8KQ2-7MTD-{number:04d}",
    } | changes


def certificates(count: int = 3, **changes: Any) -> dict[str, Any]:
    return {
        "made_at": MADE_AT,
        "title": "Bằng “Chiến sĩ thi đua Thành phố”, Quyết định 3127/QĐ-UBND",
        "mode": "full",
        "paper": "A4",
        "authority": "Chủ tịch Ủy ban nhân dân Thành phố Hà Nội",
        "decision": "3127/QĐ-UBND",
        "decided": "2025-06-18",
        "place": "Hà Nội",
        "dated": "2025-06-18",
        "signature": {"lines": ["Chủ tịch"], "name": "Lê Thanh Bình"},
        "certificates": [certificate(i) for i in range(count)],
    } | changes


def task(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "number": number,
        "title": f"Lập kế hoạch việc thứ {number}",
        "contents": [],
        "directing": "UBND Thành phố",
        "implementing": ["Sở Nội vụ (Ban TĐKT Thành phố)", "Văn phòng UBND TP"],
        "coordinating": ["Các ngành, đơn vị liên quan"],
        "due": ["Trước ngày 31/01/2025"],
    } | changes


def plan(tasks: int = 6, **changes: Any) -> dict[str, Any]:
    return (
        paper(
            letterhead=letterhead(number="357", symbol="KH-UBND", dated="2024-12-09"),
            subject="Công tác thi đua, khen thưởng năm 2025",
            body=[
                {"level": 0, "text": "Ủy ban nhân dân Thành phố ban hành Kế hoạch năm 2025 như sau:"},
                {"level": 1, "text": "I. MỤC ĐÍCH, YÊU CẦU"},
                {"level": 2, "text": "1. Mục đích"},
                {"level": 0, "text": "- Đưa phong trào thi đua vào việc hằng ngày của từng đơn vị."},
                {"level": 3, "text": "1.1. Việc riêng"},
                {"level": 0, "text": "Các đơn vị báo cáo kết quả về Ban Thi đua - Khen thưởng Thành phố."},
            ],
            attached_to="Kèm theo Kế hoạch số 357/KH-UBND ngày 09/12/2024 của Ủy ban nhân dân Thành phố Hà Nội",
            tasks_title="Tiến độ thực hiện các nhiệm vụ trọng tâm thi đua, khen thưởng năm 2025",
            parts=[
                {
                    "mark": "A.",
                    "title": "CÁC NHIỆM VỤ TRỌNG TÂM",
                    "sections": [{"mark": "I", "title": "Quý I", "tasks": [task(i) for i in range(1, tasks + 1)]}],
                },
                {
                    "mark": "B.",
                    "title": "CÁC NHIỆM VỤ THƯỜNG XUYÊN",
                    "sections": [{"mark": None, "title": None, "tasks": [task(tasks + 1, due=["25 hàng tháng"])]}],
                },
            ],
            council_title="Chương trình công tác của Hội đồng Thi đua - Khen thưởng Thành phố",
            council=[
                {
                    "mark": "I.",
                    "title": "Các phiên họp của Hội đồng",
                    "rows": [
                        {
                            "number": 1,
                            "title": "Phiên họp thứ nhất:",
                            "contents": ["Xét khen thưởng cấp Nhà nước đợt 1/2025"],
                            "advising": ["Sở Nội vụ (Ban TĐKT Thành phố)"],
                            "coordinating": ["Các ngành, đơn vị liên quan"],
                            "due": ["Trước ngày 10/3/2025"],
                        }
                    ],
                }
            ],
        )
        | changes
    )


def urging(count: int = 3, **changes: Any) -> dict[str, Any]:
    return (
        paper(
            letterhead=letterhead(
                parent="Sở Nội vụ", issuer="Ban Thi đua - Khen thưởng", number="312", symbol="BTĐKT", dated="2025-03-05"
            ),
            signature={"lines": ["Trưởng ban"], "name": "Đỗ Minh Nguyệt"},
            recipients=["Như trên", "Lưu: VT"],
            subject="đôn đốc gửi kế hoạch thi đua, khen thưởng năm 2025",
            opening=["Thực hiện Kế hoạch số 341/KH-UBND ngày 09 tháng 12 năm 2024, các đơn vị sau chưa gửi kế hoạch:"],
            units=[
                {
                    "name": f"UBND phường Thử nghiệm {n}",
                    "items": [{"what": "Việc 10: gửi kế hoạch", "due": "28/02/2025", "late": "chậm 3 ngày làm việc"}],
                }
                for n in range(1, count + 1)
            ],
            requests=["Đề nghị các đơn vị khẩn trương thực hiện và báo cáo kết quả trước ngày 12 tháng 3 năm 2025"],
        )
        | changes
    )


def asked_nominee(number: int) -> dict[str, str]:
    return {
        "name": f"Đặng Thị Hỏi {number}",
        "role": "Phó Trưởng phòng, Sở Thử nghiệm",
        "award": "Huân chương Lao động hạng Ba",
    }


def opinion_letter(count: int = 3, **changes: Any) -> dict[str, Any]:
    return (
        paper(
            letterhead=letterhead(
                parent="Sở Nội vụ", issuer="Ban Thi đua - Khen thưởng", number="96", symbol="BTĐKT", dated="2026-03-05"
            ),
            signature={"lines": ["Trưởng ban"], "name": "Đỗ Minh Nguyệt"},
            recipients=["Như trên", "Lưu: VT"],
            subject="xin ý kiến về khen thưởng",
            addressee="Công an Thành phố",
            opening=["Ban Thi đua - Khen thưởng xin ý kiến về các trường hợp sau:"],
            nominees=[asked_nominee(number) for number in range(1, count + 1)],
            requests=["Đề nghị trả lời trước hết ngày 19 tháng 3 năm 2026"],
        )
        | changes
    )


def consultation_result(count: int = 2, **changes: Any) -> dict[str, Any]:
    return {
        "made_at": "2026-03-20T08:00:00+07:00",
        "letterhead": letterhead(
            parent="Sở Nội vụ", issuer="Ban Thi đua - Khen thưởng", number=None, symbol="", dated="2026-03-20"
        ),
        "subject": "Huân chương Lao động đợt 1 năm 2026",
        "facts": ["Công khai từ ngày 05/03/2026 đến hết ngày 19/03/2026, 10 ngày làm việc."],
        "nominees": [asked_nominee(number) for number in range(1, count + 1)],
        "counts": [[f"Đặng Thị Hỏi {number}", "2", "1", "1", "0"] for number in range(1, count + 1)],
        "conclusion": ["Mọi ý kiến đã được phân loại."],
        "maker": person("Ngô Thị Lập", "Chuyên viên"),
        "head": person("", "Lãnh đạo Ban"),
    } | changes


def board_row(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "number": str(number), "title": f"Việc {number}: họp Hội đồng, xét khen thưởng", "due": "16/06/2025",
        "why": "Còn 19 ngày làm việc", "left": "19", "spare": "−3", "holders": "Sở Nội vụ",
    } | changes  # fmt: skip


def plan_board(tasks: int = 12, **changes: Any) -> dict[str, Any]:
    return {
        "made_at": "2025-05-20T08:00:00+07:00",
        "title": "Bảng lãnh đạo: kế hoạch 357/KH-UBND",
        "subtitle": "Công tác thi đua, khen thưởng năm 2025",
        "counts": [
            {"kind": kind, "count": count, "label": label}
            for kind, count, label in (("late", 2, "Cần gỡ ngay"), ("ok", tasks, "Đúng tiến độ"), ("held", 1, "Đã xong"))
        ],
        "heads": ["TT", "Nhiệm vụ", "Mốc kế tiếp", "Vì sao", "Còn", "Dự trữ", "Đang giữ"],
        "groups": [
            {"kind": "ok", "title": "Đúng tiến độ", "rows": [board_row(number) for number in range(1, tasks + 1)]},
            {"kind": "held", "title": "Đã xong", "rows": [board_row(tasks + 1)]},
        ],
        "load_title": "Mốc theo tháng",
        "load_finding": "Nhiều nhất là tháng 6/2025 với 6 mốc.",
        "months": [{"label": "06/25", "count": 6, "now": True, "peak": True}, {"label": "07/25", "count": 0, "now": False, "peak": False}],
        "notes": [{"title": "Ngày cao điểm", "lines": ["30/06/2025: 3 mốc"]}],
        "rest": "Còn {n} việc không vừa tờ này.",
    } | changes  # fmt: skip


SAMPLES = {
    "decision": decision,
    "revocation": revocation,
    "session_minutes": session_minutes,
    "tally_minutes": tally_minutes,
    "submission": submission,
    "attached_list": attached_list,
    "receipt": receipt,
    "appraisal": appraisal,
    "report": report,
    "consolidated": consolidated,
    "certificates": certificates,
    "plan": plan,
    "urging": urging,
    "opinion_letter": opinion_letter,
    "consultation_result": consultation_result,
    "plan_board": plan_board,
}
