"""Pages and the command of imports."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from thidua.audit.models import Event
from thidua.config.cli import parser
from thidua.foundation.answers import Conflict
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans.tests.cases.schema import wrong_in
from thidua.register.actions import importing
from thidua.register.models import Honour, ImportState, LedgerImport
from thidua.register.tasks import write_ledger_import
from thidua.register.tests.books import ledger, one

pytestmark = pytest.mark.django_db
TU = ("Trần Văn Tú", "12/03/1980", "001080123456", "Sở Thử", "LĐTT", 2016, "5/QĐ-A", "1/1/2017")
HOME = "/so-khen-thuong/nap-so/"


@pytest.fixture
def by() -> Acting:
    UnitFactory(name="Sở Thử")
    return acting(DutyCode.OFFICE_HEAD)


@pytest.fixture
def web(client: Client, by: Acting) -> Client:
    client.force_login(by.user)
    return client


def send(web: Client, data: bytes, name: str = "so.xlsx", unit: str = "") -> LedgerImport:
    answer = web.post(HOME, {"file": SimpleUploadedFile(name, data), "unit": unit})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return LedgerImport.objects.latest("pk")


def test_a_ledger_is_sent_looked_at_and_written(web: Client) -> None:
    bad = ("Hà Chưa Sinh", 1999, "", "Sở Thử", "LĐTT", 1990, "5/QĐ-A", "1/1/1991")
    made = send(web, ledger(TU, bad), unit="Sở Thử")
    page = web.get(f"{HOME}{made.pk}/").content.decode()
    assert made.unit.name == "Sở Thử"
    assert "Khen năm 1990 khi chưa sinh" in page
    assert "001080123456" not in page + web.get(f"{HOME}{made.pk}/?loai=good").content.decode()
    assert web.get(f"{HOME}{made.pk}/can-sua.xlsx").content[:2] == b"PK"
    web.post(f"{HOME}{made.pk}/ghi/", {"revision": made.revision})
    made.refresh_from_db()
    assert (made.state, Honour.objects.count()) == (ImportState.DONE, 1)
    page = web.get(f"{HOME}{made.pk}/").content.decode()
    assert "Đã ghi 1 lần khen vào Sổ." in page
    source = web.get(f"/so-khen-thuong/lan-khen/{Honour.objects.get().pk}/dong-nguon/").content.decode()
    assert "5/QĐ-A" in source and "0010••••3456" in source and "001080123456" not in source
    page = web.get(f"/so-khen-thuong/{Honour.objects.get().recipient_id}/").content.decode()
    assert f"lan-khen/{Honour.objects.get().pk}/dong-nguon/" in page
    assert made.code in web.get(HOME).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_ledger_is_checked_and_read_while_nothing_is_locked_and_kept_once(
    web: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: list[tuple[str, bool]] = []
    for name in ("check_upload", "read_ledger"):
        real = getattr(importing, name)

        def watched(*args: Any, name: str = name, real: Any = real, **kwargs: Any) -> Any:
            locked.append((name, connection.in_atomic_block))
            return real(*args, **kwargs)

        monkeypatch.setattr(importing, name, watched)
    sent = {"unit": "", "form_key": "sent-twice"}
    first, second = (web.post(HOME, {**sent, "file": SimpleUploadedFile("so.xlsx", ledger(TU))}) for _ in range(2))
    assert first["Location"] == second["Location"]
    made = LedgerImport.objects.get()
    assert made.state == ImportState.PREVIEW
    web.post(f"{HOME}{made.pk}/cach-hieu/", {"revision": made.revision, "form_key": "explained"})
    made.refresh_from_db()
    assert made.state == ImportState.PREVIEW
    assert locked == [
        ("check_upload", False), ("read_ledger", False), ("check_upload", False), ("read_ledger", False),
    ]  # fmt: skip


def test_a_reading_that_was_overtaken_keeps_nothing(by: Acting) -> None:
    assert by.unit
    made = importing.start_import(ledger(TU), "so.xlsx", by.unit, by=by, at=importing_time())
    late = LedgerImport.objects.get(pk=made.pk)
    importing.read_import(made, by=by, at=importing_time())
    told: dict[str, Any] = {"places": {}, "headings": {}, "awards": {}, "settled": {}}
    importing.explain(made, **told, revision=made.revision, by=by, at=importing_time())
    with pytest.raises(Conflict):
        importing.read_import(late, by=by, at=importing_time())
    made.refresh_from_db()
    assert made.state == ImportState.READING


def test_columns_and_words_are_named_on_the_page_and_remembered(web: Client) -> None:
    rows = (
        (1, "Trần Văn Tú", "Khen loại 2", "mốc 2016"),
        (2, "Lê Văn Ba", "CSTĐ", "mốc 2016"),
        (3, "Đỗ Văn Tư", "Khen loại 2", "mốc 2017"),
    )
    data = one(("STT", "Họ và tên", "DH gì đó", "Mốc"), *rows)
    made = send(web, data)
    page = web.get(f"{HOME}{made.pk}/").content.decode()
    assert "Cột C, DH gì đó" in page
    web.post(f"{HOME}{made.pk}/cach-hieu/", {"revision": made.revision, "c2": "awards"})
    made.refresh_from_db()
    page = web.get(f"{HOME}{made.pk}/").content.decode()
    assert "“Khen loại 2”" in page and "“CSTĐ”" in page
    place = 0 if page.index("“Khen loại 2”") < page.index("“CSTĐ”") else 1
    web.post(
        f"{HOME}{made.pk}/cach-hieu/",
        {"revision": made.revision, f"w{place}": "GK", "s_AWARD_AMBIGUOUS": "accept"},
    )
    made.refresh_from_db()
    assert (made.numbers["good"], made.numbers["bad"]) == (3, 0)
    assert send(web, data).numbers["bad"] == 1  # the doubt was settled for that file only, the words for ever


@pytest.mark.parametrize("told", [{"c2": "chẳng có"}, {"s_AWARD_UNKNOWN": "xóa"}, {"w0": "XX"}])
def test_a_choice_nobody_may_make_changes_nothing(web: Client, told: dict[str, str]) -> None:
    made = send(web, ledger(("Trần Văn Tú", 1980, "", "Sở Thử", "Khen loại 2", 2016, "5/QĐ-A", "1/1/2017")))
    assert web.post(f"{HOME}{made.pk}/cach-hieu/", {"revision": made.revision, **told}).status_code == 302
    before = made.revision
    made.refresh_from_db()
    assert made.revision == before


@pytest.mark.parametrize(("name", "data"), [("so.exe", b"MZ"), ("so.xlsx", b"PK\x03\x04hong"), ("so.xlsx", b"")])
def test_a_file_that_cannot_be_opened_is_told_at_the_form(web: Client, name: str, data: bytes) -> None:
    answer = web.post(HOME, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    assert not LedgerImport.objects.exists()


def test_a_file_without_a_ledger_ends_with_the_reason(web: Client) -> None:
    made = send(web, one(("Chỉ có một dòng chữ",)))
    assert made.state == ImportState.FAILED
    assert "Không tìm thấy bảng khen thưởng" in web.get(f"{HOME}{made.pk}/").content.decode()


@pytest.mark.parametrize("code", [DutyCode.UNIT_OFFICER, DutyCode.LEADER, DutyCode.ADMIN, DutyCode.INSPECTOR])
def test_others_do_not_see_imports(client: Client, by: Acting, code: DutyCode) -> None:
    assert by.unit
    made = importing.start_import(ledger(TU), "so.xlsx", by.unit, by=by, at=importing_time())
    client.force_login(acting(code).user)
    for path in ("", f"{made.pk}/", f"{made.pk}/tep-goc/", f"{made.pk}/can-sua.xlsx"):
        assert client.get(HOME + path).status_code == 403


def importing_time() -> Any:
    from thidua.foundation.clock import now

    return now()


def test_a_long_file_is_read_and_written_by_the_worker(
    web: Client, by: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 10)
    made = send(web, ledger(TU))
    assert made.state == ImportState.READING
    assert web.get(f"{HOME}{made.pk}/")["Refresh"] == "3"
    importing.read_import(made, by=by, at=importing_time())
    web.post(f"{HOME}{made.pk}/ghi/", {"revision": made.revision})
    made.refresh_from_db()
    assert made.state == ImportState.WRITING
    assert "Đang ghi vào Sổ" in web.get(f"{HOME}{made.pk}/").content.decode()
    assert by.duty
    for _again in range(2):
        write_ledger_import.call(made.pk, by.duty.pk)
    made.refresh_from_db()
    assert (made.state, Honour.objects.count()) == (ImportState.DONE, 1)


def test_the_page_costs_the_same_at_one_line_and_at_fifty(web: Client) -> None:
    costs = []
    for count in (1, 50):
        made = send(
            web,
            ledger(*(("Lê Không Số", 1975, "", "Sở Thử", "LĐTT", 1950 + n, f"{n}/QĐ-A", "") for n in range(count))),
        )
        web.get(f"{HOME}{made.pk}/")
        for path in (f"{made.pk}/", ""):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                web.get(HOME + path)
            costs.append(len(queries))
    assert costs[:2] == costs[2:]


def run(*arguments: str) -> int:
    options = parser().parse_args(["register", "import", *arguments])
    return int(options.run(options))


def test_the_command_tries_writes_and_gives_back(
    by: Acting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, told = tmp_path / "so.xlsx", tmp_path / "map.json"
    path.write_bytes(ledger(TU, TU, ("Hà Chưa Sinh", 1999, "", "Sở Thử", "Khen loại 2", 1990, "5/QĐ-A", "1/1/1991")))
    told.write_text(json.dumps({"awards": {"Khen loại 2": "GK"}}))
    who = ("--as", by.user.username)
    assert run(str(path), "--dry-run", "--json", "--map", str(told), *who) == 0
    tried = json.loads(capsys.readouterr().out)
    assert wrong_in(tried, "register-import-1") == []
    assert [row["outcome"] for row in tried["rows"]] == ["good", "twice", "bad"]
    assert [row["award"] for row in tried["rows"]] == ["LDTT", "LDTT", "GK"]
    assert tried["rows"][0]["cccd"] == "0010••••3456"
    assert not LedgerImport.objects.exists()
    bad = tmp_path / "sua.xlsx"
    assert run(str(path), "--json", "--bad", str(bad), *who) == 0
    found = json.loads(capsys.readouterr().out)
    assert wrong_in(found, "register-import-1") == []
    assert [row["outcome"] for row in found["rows"]] == ["written", "twice", "bad"]
    assert found["rows"][0]["honour"] == Honour.objects.get().key
    assert found["import"] == LedgerImport.objects.get().key
    assert bad.read_bytes()[:2] == b"PK"
    assert run(str(path), *who) == 0
    assert "đã ghi 0 dòng, 2 đã có trong Sổ" in capsys.readouterr().out
    assert Honour.objects.count() == 1


@pytest.mark.django_db
def test_a_dry_run_needs_nobody_and_a_real_one_is_the_machines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty city has neither people nor units; what is written without a name is the machine's own act."""
    path = tmp_path / "so.xlsx"
    path.write_bytes(ledger(TU))
    assert run(str(path), "--dry-run", "--json") == 0
    tried = json.loads(capsys.readouterr().out)
    assert wrong_in(tried, "register-import-1") == []
    assert [row["outcome"] for row in tried["rows"]] == ["good"]
    assert run(str(path), "--json") == 2  # a ledger is kept under the office that has it
    assert "chưa có cơ quan thường trực" in json.loads(capsys.readouterr().out)["error"]
    office = UnitFactory(kind="standing_office")
    assert run(str(path), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["unit"], [row["outcome"] for row in found["rows"]]) == (office.name, ["written"])
    made = LedgerImport.objects.get()
    assert (made.created_by.is_active, made.created_by.has_usable_password()) == (False, False)
    assert {event.actor for event in Event.objects.all()} == {"system"}
    assert run(str(path), "--json", "--as", "khong-ai") == 2
    assert "không có nhiệm vụ" in json.loads(capsys.readouterr().out)["error"]


TEXT = "TT;Họ tên;Năm sinh;Danh hiệu;Năm;Số QĐ;Ngày QĐ\n1;Nguyễn Văn Tú;1980;LĐTT;2016;5/QĐ-A;03/01/2017\n"


@pytest.mark.parametrize(
    "data",
    [TEXT.encode(), TEXT.replace(";", "\t").encode(), TEXT.replace(";", ",").encode(), b"\xef\xbb\xbf" + TEXT.encode(),
     TEXT.encode("utf-16"), b"\xfe\xff" + TEXT.replace(";", "\t").encode("utf-16-be"), unicodedata.normalize("NFD", TEXT).encode()],
)  # fmt: skip
def test_any_usual_csv_gives_the_same_honour(
    by: Acting, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    (tmp_path / "so.csv").write_bytes(data)
    assert run(str(tmp_path / "so.csv"), "--json", "--as", by.user.username) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["outcome"], row["name"], row["award"], row["period_to"]) == (
        "written",
        "Nguyễn Văn Tú",
        "LDTT",
        2016,
    )
    assert (row["decision_number"], row["decision_date"], row["route"]) == ("5/QĐ-A", "2017-01-03", "merit")


LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(3000)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("so.xlsx", b"", "rỗng"), ("so.csv", b"", "rỗng"), ("so.xlsx", LOCKED, "mật khẩu"), ("so.xls", ledger(), "nội dung là Excel"),
        ("so.csv", ledger(), "nội dung là Excel"), ("so.xlsx", TEXT.encode(), "chữ thường"), ("so.exe", b"MZ", "chương trình"),
        ("so.xls", b"<html><table><tr><td>x</td></tr></table></html>", "trang web"), ("so.csv", b"hom nay troi dep", "bảng khen thưởng"),
        ("so.csv", TEXT.partition("\n")[0].encode(), "không đọc được lần khen nào"), ("so.xlsx", b"PK\x03\x04" + bytes(99), "Excel"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_one_plain_sentence_and_2(
    by: Acting, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    for more in ([], ["--dry-run"]):
        assert run(str(tmp_path / name), "--as", by.user.username, *more) == 2
        out = capsys.readouterr()
        assert (out.out, said in out.err, out.err.count("\n")) == ("", True, 1)
    assert not Honour.objects.exists()


def test_a_place_for_the_bad_lines_that_cannot_be_written_is_told(
    by: Acting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "so.xlsx").write_bytes(ledger(TU))
    assert (
        run(
            str(tmp_path / "so.xlsx"),
            "--bad",
            str(tmp_path / "không có" / "sua.xlsx"),
            "--as",
            by.user.username,
        )
        == 2
    )
    assert "Không ghi được tệp" in capsys.readouterr().err
    assert Honour.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "told"),
    [("khong-co.xlsx", None), ("so.xlsx", "[]"), ("so.xlsx", "không phải JSON"), ("hong.xlsx", None)],
)
def test_the_command_says_why_it_cannot(
    by: Acting, tmp_path: Path, name: str, told: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "so.xlsx").write_bytes(ledger(TU))
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04")
    more = []
    if told is not None:
        (tmp_path / "map.json").write_text(told)
        more = ["--map", str(tmp_path / "map.json")]
    assert run(str(tmp_path / name), "--json", "--as", by.user.username, *more) == 2
    assert json.loads(capsys.readouterr().out)["error"]
    assert not Honour.objects.exists()
