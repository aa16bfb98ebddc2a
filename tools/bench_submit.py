"""Sends lists from many heads of units at once to a real server, and counts what was lost or doubled.

Usage: .venv/bin/python tools/bench_submit.py [officers] [nominees] [--postgres]      (default 50 20, SQLite)
Each officer is a thread with a session of his own: he opens the check page, presses the button twice at the same moment
(two requests with one form), then opens the receipt. Prints times of the requests and, from the database, how many
dossiers, steps, versions and receipts there are against how many there must be; exits 1 when one is lost or doubled.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import nullcontext
from datetime import timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pg

ROOT = Path(__file__).resolve().parent.parent
ACHIEVEMENT = "Tham mưu số hóa 18.400 hồ sơ hộ tịch, rút ngắn thời gian trả kết quả từ 10 ngày xuống 06 ngày."


def main(arguments: list[str]) -> int:
    """Build, start the server, send, count, print."""
    numbers = [int(text) for text in arguments if text.isdigit()]
    officers, nominees = [*numbers, *(50, 20)[len(numbers) :]]
    engine = pg.server() if "--postgres" in arguments else nullcontext("")
    with engine as url, tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
        os.environ.update({"THIDUA_VAR": folder, "DJANGO_SETTINGS_MODULE": "thidua.config.settings"})
        if url:
            os.environ["DATABASE_URL"] = url
        lists = build(officers, nominees)
        port = pg.free_port()
        command = [sys.executable, "-m", "thidua.config.cli", "run", "--port", str(port), "--no-demo"]
        with (Path(folder) / "server.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
            try:
                base = f"http://127.0.0.1:{port}"
                wait_for(base)
                print(
                    f"{'PostgreSQL' if url else 'SQLite'}: {officers} thủ trưởng cùng gửi, mỗi danh sách {nominees} hồ sơ"
                )
                times = send_all(base, lists)
            finally:
                process.terminate()
                process.wait(timeout=20)
        shown(times)
        return counted(officers, nominees)


def build(officers: int, nominees: int) -> list[tuple[int, str]]:
    """Units, heads with sessions, lists ready to be sent. Returns (list, session key)."""
    import django  # noqa: PLC0415 - the folder must be named first

    django.setup()
    from django.conf import settings  # noqa: PLC0415 - Django must stand
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415 - same
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 - same
    from django.core.management import call_command  # noqa: PLC0415 - same

    from thidua.dossiers import actions  # noqa: PLC0415 - same
    from thidua.dossiers.tests.factories import DossierFactory, RoundFactory, SubmissionFactory  # noqa: PLC0415 - same
    from thidua.foundation.clock import now, today  # noqa: PLC0415 - same
    from thidua.organisation.models import DutyCode  # noqa: PLC0415 - same
    from thidua.organisation.tests.factories import UnitFactory, acting  # noqa: PLC0415 - same

    call_command("migrate", interactive=False, verbosity=0)
    day = today()
    round_ = RoundFactory(opens_on=day - timedelta(days=5), closes_on=day + timedelta(days=5), period=day.year - 1)
    found = []
    for _ in range(officers):
        head = acting(DutyCode.UNIT_HEAD, UnitFactory())
        officer = acting(DutyCode.UNIT_OFFICER, head.unit)
        submission = SubmissionFactory(unit=head.unit, round=round_, number="1/TTr", dated=day, created_by=officer.user)
        DossierFactory.create_batch(nominees, submission=submission, achievement=ACHIEVEMENT)
        actions.begin_reports(submission, by=officer, at=now())
        session = SessionStore()
        session[SESSION_KEY] = str(head.user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
        session[HASH_SESSION_KEY] = head.user.get_session_auth_hash()
        session.save()
        assert session.session_key
        found.append((submission.pk, session.session_key))
    return found


def wait_for(base: str) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{base}/tai-khoan/dang-nhap/", timeout=2)  # noqa: S310 - our own server
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise SystemExit("Máy chủ không chạy.")


class Person:
    """A browser with one session."""

    def __init__(self, base: str, session: str) -> None:
        self.base = base
        self.jar = CookieJar()
        self.session = session
        self.token = ""

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str, float]:
        """Status, body, seconds."""
        opener = urllib.request.build_opener()
        request = urllib.request.Request(self.base + path, urllib.parse.urlencode(data).encode() if data else None)  # noqa: S310 - our own server
        request.add_header("Cookie", f"sessionid={self.session}; csrftoken={self.token}")
        started = time.monotonic()
        try:
            with opener.open(request, timeout=120) as answer:
                body = answer.read().decode(errors="replace")
                for cookie in answer.headers.get_all("Set-Cookie") or ():
                    if cookie.startswith("csrftoken="):
                        self.token = cookie.split("=", 1)[1].split(";")[0]
                return answer.status, body, time.monotonic() - started
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace"), time.monotonic() - started


def send_all(base: str, lists: list[tuple[int, str]]) -> dict[str, list[tuple[int, float]]]:
    """All at once: check page, the button pressed twice, the receipt."""
    times: dict[str, list[tuple[int, float]]] = {"kiểm tra": [], "gửi": [], "gửi lần hai": [], "biên nhận": []}
    ready = threading.Barrier(len(lists))

    def one(pk: int, session: str) -> None:
        person = Person(base, session)
        status, page, spent = person.ask(f"/ho-so/danh-sach/{pk}/kiem-tra/")
        times["kiểm tra"].append((status, spent))
        form = page[page.find(f"/ho-so/danh-sach/{pk}/gui/") :]
        data = {name: field(form, name) for name in ("csrfmiddlewaretoken", "form_key", "number", "dated")}
        ready.wait()

        def press(name: str) -> None:
            status, _page, spent = person.ask(f"/ho-so/danh-sach/{pk}/gui/", data)
            times[name].append((status, spent))

        second = threading.Thread(target=press, args=("gửi lần hai",))
        second.start()
        press("gửi")
        second.join()
        status, _page, spent = person.ask(f"/ho-so/danh-sach/{pk}/bien-nhan/")
        times["biên nhận"].append((status, spent))

    threads = [threading.Thread(target=one, args=row) for row in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def field(form: str, name: str) -> str:
    """The value of an input of a form."""
    found = re.search(rf'name="{name}"[^>]*?value="([^"]*)"', form) or re.search(
        rf'value="([^"]*)"[^>]*?name="{name}"', form
    )
    return found[1] if found else ""


def shown(times: dict[str, list[tuple[int, float]]]) -> None:
    """Median and slowest of each step, and answers that were no 200."""
    print(f"{'bước':<14}{'số lần':>8}{'giữa, s':>10}{'chậm nhất, s':>14}  lỗi")
    for name, rows in times.items():
        spent = [seconds for _status, seconds in rows]
        wrong = sorted(status for status, _seconds in rows if status != 200)
        print(f"{name:<14}{len(rows):>8}{statistics.median(spent):>10.2f}{max(spent):>14.2f}  {wrong or 'không'}")


def counted(officers: int, nominees: int) -> int:
    """What stands in the database against what must."""
    from thidua.dossiers.models import Dossier, DossierStep, DossierVersion, Paper, Receipt, Submission  # noqa: PLC0415 - Django stands now

    every = officers * nominees
    rows: list[tuple[str, Any, int]] = [
        ("hồ sơ đã gửi", Dossier.objects.filter(state="submitted").count(), every),
        ("bước gửi", DossierStep.objects.filter(verb="submit").count(), every),
        ("bản đã gửi", DossierVersion.objects.count(), every),
        ("báo cáo PDF", Paper.objects.filter(part="report").count(), every),
        ("danh sách đã gửi", Submission.objects.filter(state="sent").count(), officers),
        ("biên nhận", Receipt.objects.count(), officers),
    ]
    for name, there, wanted in rows:
        print(f"{name:<20}{there:>7} / {wanted}" + ("" if there == wanted else "   SAI"))
    lost = sum(max(wanted - there, 0) for _name, there, wanted in rows)
    doubled = sum(max(there - wanted, 0) for _name, there, wanted in rows)
    print(f"mất {lost}, thừa {doubled}")
    return 0 if not lost and not doubled else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
