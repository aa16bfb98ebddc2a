"""The demonstration accounts: one for each role, all with the same password, and the council of 25."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from thidua.accounts.models import User
from thidua.councils.models import Council, CouncilKind, Member, MemberRole
from thidua.desk.demo.city import City
from thidua.desk.demo.people import Names
from thidua.foundation.words import mark
from thidua.organisation.models import Duty, DutyCode, Unit, UnitKind

PASSWORD = "minh-hoa-2025"  # noqa: S105 - printed at the start: everybody may sign in to the demonstration city
SINCE = date(2024, 1, 1)
MEMBERS = 25


@dataclass(frozen=True)
class Account:
    """A demonstration account."""

    username: str
    name: str
    position: str
    role: str
    duties: tuple[tuple[DutyCode, str], ...]


ACCOUNTS = (
    Account("donvi", "Nguyễn Thị Bích Ngọc", "Chuyên viên Văn phòng Sở", mark("Cán bộ lập hồ sơ của đơn vị"), ((DutyCode.UNIT_OFFICER, "so-tai-chinh"),)),
    Account("lanhdaodonvi", "Phạm Quốc Việt", "Phó Giám đốc Sở", mark("Lãnh đạo đơn vị"), ((DutyCode.UNIT_HEAD, "so-tai-chinh"),)),
    Account("phuong", "Lê Thị Hồng Nhung", "Công chức Văn phòng UBND phường", mark("Cán bộ lập hồ sơ của phường"), ((DutyCode.UNIT_OFFICER, "phuong-o-cho-dua"),)),
    Account(
        "thamdinh", "Trần Thị Thu Hằng", "Chuyên viên", mark("Chuyên viên tiếp nhận, thẩm định"),
        ((DutyCode.APPRAISER, "ban-tdkt"), (DutyCode.INTAKE_OFFICER, "ban-tdkt")),
    ),
    Account("thamdinh2", "Đỗ Minh Tuấn", "Chuyên viên", mark("Chuyên viên thẩm định thứ hai"), ((DutyCode.APPRAISER, "ban-tdkt"),)),
    Account("truongban", "Vũ Hoàng Long", "Trưởng Ban Thi đua - Khen thưởng", mark("Lãnh đạo Ban Thi đua - Khen thưởng"), ((DutyCode.OFFICE_HEAD, "ban-tdkt"),)),
    Account("thuky", "Bùi Khánh Linh", "Thư ký Hội đồng", mark("Thư ký Hội đồng"), ((DutyCode.COUNCIL_SECRETARY, "ban-tdkt"),)),
    Account("kiemphieu1", "Hoàng Văn Kiên", "Ban kiểm phiếu", mark("Ban kiểm phiếu, người thứ nhất"), ((DutyCode.TELLER, "ban-tdkt"),)),
    Account("kiemphieu2", "Đặng Thị Mai", "Ban kiểm phiếu", mark("Ban kiểm phiếu, người thứ hai"), ((DutyCode.TELLER, "ban-tdkt"),)),
    Account("vanthu", "Ngô Thị Thanh Vân", "Văn thư", mark("Văn thư: số, ban hành"), ((DutyCode.CLERK, "ban-tdkt"),)),
    Account("lanhdao", "Dương Quang Minh", "Phó Chủ tịch UBND Thành phố", mark("Lãnh đạo Thành phố"), ((DutyCode.LEADER, "ubnd-thanh-pho"),)),
    Account("uyvien", "Đinh Thị Phương Thảo", "Ủy viên Hội đồng", mark("Ủy viên Hội đồng"), ((DutyCode.COUNCIL_MEMBER, "ubnd-thanh-pho"),)),
    Account("thanhtra", "Mai Xuân Trường", "Thanh tra viên", mark("Thanh tra (chỉ đọc)"), ((DutyCode.INSPECTOR, "thanh-tra-thanh-pho"),)),
    Account("quantri", "Lý Thành Công", "Quản trị viên", mark("Quản trị hệ thống"), ((DutyCode.ADMIN, "ban-tdkt"),)),
)  # fmt: skip


def build_accounts(names: Names) -> dict[str, User]:
    """Write the accounts with their duties, and one officer for each unit that submits. Few statements."""
    secret = make_password(PASSWORD)
    units = {unit.code: unit for unit in Unit.objects.all()}
    users = [
        User(
            username=row.username,
            full_name=row.name,
            position=row.position,
            password=secret,
            email=f"{row.username}@minh-hoa.example",
        )
        for row in ACCOUNTS
    ]
    officers = [
        unit for unit in units.values() if unit.kind not in (UnitKind.CITY, UnitKind.STANDING_OFFICE, UnitKind.DISTRICT)
    ]
    for unit in officers:
        person = names.person()
        users.append(
            User(
                username=f"cb-{unit.code}"[:150],
                full_name=person.name,
                position="Cán bộ thi đua, khen thưởng",
                password=secret,
            )
        )
    User.objects.bulk_create(users)
    stored = {user.username: user for user in User.objects.all()}
    duties = [
        Duty(user=stored[row.username], code=code, unit=units[unit], valid_from=SINCE)
        for row in ACCOUNTS
        for code, unit in row.duties
    ]
    duties += [
        Duty(
            user=stored[f"cb-{unit.code}"[:150]],
            code=DutyCode.UNIT_OFFICER,
            unit=unit,
            valid_from=max(SINCE, unit.valid_from),
        )
        for unit in officers
    ]
    Duty.objects.bulk_create(duties)
    return stored


def build_council(city: City, users: dict[str, User], names: Names) -> Council:
    """Write the city's emulation council with its 25 members."""
    council = Council.objects.create(
        unit=city.top, kind=CouncilKind.EMULATION, name="Hội đồng Thi đua - Khen thưởng Thành phố"
    )
    named = [
        (users["lanhdao"], MemberRole.CHAIR), (users["truongban"], MemberRole.VICE),
        (users["thuky"], MemberRole.SECRETARY), (users["uyvien"], MemberRole.MEMBER),
    ]  # fmt: skip
    rows = [
        Member(
            council=council,
            user=user,
            name=user.full_name,
            position=user.position,
            role=role,
            rank=rank,
            valid_from=SINCE,
        )
        for rank, (user, role) in enumerate(named, 1)
    ]
    heads = [unit for unit in city.all(UnitKind.DEPARTMENT, UnitKind.ASSOCIATION) if unit.code != "so-noi-vu"]
    for rank, unit in enumerate(heads[: MEMBERS - len(rows)], len(rows) + 1):
        person = names.person(born_from=1964, born_to=1978)
        rows.append(
            Member(
                council=council,
                name=person.name,
                position=f"Lãnh đạo {unit.name}",
                rank=rank,
                valid_from=SINCE,
            )
        )
    Member.objects.bulk_create(rows)
    return council
