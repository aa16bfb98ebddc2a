"""One long list end to end: read, preview page, dossiers, check page, sending. Seconds of CPU of this process, and queries.

Usage: .venv/bin/python tools/bench_list.py [lines]      (default 5000)
Exits 1 when a line is lost on the way.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

LINES = 5000
HEADS = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chức vụ", "Đơn vị công tác", "Danh hiệu đề nghị", "Thành tích")
FAMILY = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Ngô".split()
MIDDLE = "Văn Minh Quang Đức Hữu Công Đình Xuân Trọng Gia".split()
GIVEN = "Long Sơn Tùng Khang Phúc Bình Hải Nam Dũng Hùng".split()


def workbook(lines: int) -> bytes:
    """A list of invented people; each fiftieth lost the zero of the number."""
    import xlsxwriter  # noqa: PLC0415 - heavy

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("DS")
        sheet.write_row(0, 0, HEADS)
        for n in range(lines):
            born = date(1960, 1, 1) + timedelta(days=2 * n)
            name = " ".join((FAMILY[n % 10], MIDDLE[n // 10 % 10], MIDDLE[n // 100 % 10], GIVEN[n // 1000 % 10]))
            number = f"0010{born:%y}{n:06d}"
            row = (n + 1, name, f"{born:%d/%m/%Y}", int(number) if n % 50 == 0 else number,
                   "Chuyên viên", "Văn phòng", "Chiến sĩ thi đua Thành phố", "Số hóa 18.400 hồ sơ hộ tịch")  # fmt: skip
            sheet.write_row(n + 1, 0, row)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Build, walk, print."""
    lines = int(arguments[0]) if arguments else LINES
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
        os.environ.update({"THIDUA_VAR": folder, "DJANGO_SETTINGS_MODULE": "thidua.config.settings"})
        return walk(lines)


def walk(lines: int) -> int:
    """The road of one list, each step measured."""
    import django  # noqa: PLC0415 - the folder must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django must stand
    from django.db import connection  # noqa: PLC0415 - same
    from django.test import Client  # noqa: PLC0415 - same
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - same

    from thidua.awards.inforce import held  # noqa: PLC0415 - same
    from thidua.dossiers import actions  # noqa: PLC0415 - same
    from thidua.dossiers.models import Dossier, Submission  # noqa: PLC0415 - same
    from thidua.dossiers.tests.factories import RoundFactory  # noqa: PLC0415 - same
    from thidua.foundation.clock import now, today  # noqa: PLC0415 - same
    from thidua.organisation.models import DutyCode  # noqa: PLC0415 - same
    from thidua.organisation.tests.factories import UnitFactory, acting  # noqa: PLC0415 - same

    call_command("migrate", interactive=False, verbosity=0)
    day = today()
    round_ = RoundFactory(opens_on=day - timedelta(days=5), closes_on=day + timedelta(days=5), period=day.year - 1)
    unit = UnitFactory()
    officer, head = acting(DutyCode.UNIT_OFFICER, unit), acting(DutyCode.UNIT_HEAD, unit)
    client = Client(headers={"host": "localhost"})
    client.force_login(officer.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    data = workbook(lines)

    def step(name: str, act: Callable[[], Any]) -> Any:
        with held(), CaptureQueriesContext(connection) as queries:  # each step is one request
            started, wall = time.process_time(), time.monotonic()
            answer = act()
            print(f"{name:<34}{time.process_time() - started:>8.2f}{time.monotonic() - wall:>8.2f}{len(queries):>8}")
        return answer

    def page(address: str) -> None:
        assert client.get(address).status_code == 200

    print(f"{f'danh sách {lines} dòng':<34}{'CPU, s':>8}{'đồng hồ':>8}{'câu SQL':>8}")
    found: Submission = step("đọc tệp", lambda: actions.upload_list(round_, data, "ds.xlsx", by=officer, at=now()))
    step("trang xem trước", lambda: page(f"/ho-so/danh-sach/{found.pk}/"))
    step(
        "nhận mọi đề xuất",
        lambda: actions.accept_all(found, "CCCD_ZERO_LOST", revision=found.revision, by=officer, at=now()),
    )
    made = step(
        "dòng thành hồ sơ", lambda: actions.take_good_lines(found, revision=found.revision, by=officer, at=now())
    )
    step("trang danh sách", lambda: page(f"/ho-so/danh-sach/{found.pk}/"))
    step("trang kiểm tra", lambda: page(f"/ho-so/danh-sach/{found.pk}/kiem-tra/"))
    actions.letter(found, "1/TTr", day, by=officer, at=now())
    sent = step("gửi cả danh sách", lambda: actions.submit(found, by=head, at=now()))
    there = Dossier.objects.filter(submission=found, state="submitted").count()
    print(f"{made} hồ sơ lập, {sent} gửi, {there} trong cơ sở dữ liệu")
    return 0 if made == sent == there == lines else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
