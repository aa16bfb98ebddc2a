"""What differs between machines comes from the environment: each program reads it anew."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format, localize, number_format

from thidua.config import settings as module
from thidua.config.formats.en import formats as english
from thidua.config.formats.vi import formats as vietnamese

SOURCES = Path(module.__file__).resolve().parents[2]
TELL = """
import json
from thidua.config import settings as s
told = {name: getattr(s, name) for name in (
    "SECRET_KEY", "FIELD_KEY", "ALLOWED_HOSTS", "BASE_URL", "SECURE", "DEBUG", "SESSION_COOKIE_AGE")}
told.update(var=str(s.VAR), engine=s.DATABASES["default"]["ENGINE"], name=str(s.DATABASES["default"]["NAME"]),
    host=s.DATABASES["default"]["HOST"], options=s.DATABASES["default"]["OPTIONS"],
    files=str(s.STORAGES["default"]["OPTIONS"]["location"]), redirect=getattr(s, "SECURE_SSL_REDIRECT", False),
    cookie=getattr(s, "SESSION_COOKIE_NAME", ""))
print(json.dumps(told, default=str))
"""
OURS = ("THIDUA_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")


def python(code, **environment):
    """Run a small program with these variables and none of this process's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    kept["PYTHONPATH"] = str(SOURCES)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def told(**environment):
    return json.loads(python(TELL, **environment))


def test_everything_is_kept_in_the_folder_named(tmp_path):
    var = tmp_path / "kho"
    found = told(THIDUA_VAR=str(var))
    assert found["var"] == str(var)
    assert found["name"] == str(var / "thidua.sqlite3")
    assert found["files"] == str(var / "files")
    assert sorted(path.name for path in var.iterdir()) == ["field-key", "secret-key"]


def test_secrets_are_made_once_and_kept_for_their_owner_alone(tmp_path):
    first, second = told(THIDUA_VAR=str(tmp_path)), told(THIDUA_VAR=str(tmp_path))
    assert first["SECRET_KEY"] == second["SECRET_KEY"] == (tmp_path / "secret-key").read_text()
    assert first["FIELD_KEY"] == second["FIELD_KEY"] != first["SECRET_KEY"]
    assert min(len(first["SECRET_KEY"]), len(first["FIELD_KEY"])) >= 50
    for name in ("secret-key", "field-key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_secrets_of_the_environment_are_used_and_written_nowhere(tmp_path):
    found = told(THIDUA_VAR=str(tmp_path), THIDUA_SECRET="bí mật một", THIDUA_FIELD_KEY="bí mật hai")
    assert (found["SECRET_KEY"], found["FIELD_KEY"]) == ("bí mật một", "bí mật hai")
    assert list(tmp_path.iterdir()) == []


def test_another_database_is_used_when_named(tmp_path):
    found = told(THIDUA_VAR=str(tmp_path), DATABASE_URL=f"sqlite:///{tmp_path}/khac.sqlite3")
    assert found["name"] == f"{tmp_path}/khac.sqlite3"
    assert found["files"] == str(tmp_path / "files")


def test_empty_name_of_a_database_is_no_name(tmp_path):
    assert told(THIDUA_VAR=str(tmp_path), DATABASE_URL="")["name"] == str(tmp_path / "thidua.sqlite3")


def test_rows_really_go_to_the_database_named(tmp_path):
    code = (
        "import django; django.setup(); from django.db import connection as c; "
        "c.cursor().execute('create table thu (so integer)')"
    )
    python(
        code, DJANGO_SETTINGS_MODULE="thidua.config.settings", THIDUA_VAR=str(tmp_path / "kho"),
        DATABASE_URL=f"sqlite:///{tmp_path}/khac.sqlite3",
    )  # fmt: skip
    assert b"CREATE TABLE thu" in (tmp_path / "khac.sqlite3").read_bytes()
    assert not (tmp_path / "kho" / "thidua.sqlite3").exists()


def test_postgresql_keeps_its_socket_folder_beside_our_options(tmp_path):
    entry = module.database("postgres://nguoi:mk@/thidua?host=/run/pg")
    assert entry["ENGINE"].endswith("postgresql")
    assert entry["NAME"] == "thidua"
    assert "/run/pg" in (entry["HOST"], entry["OPTIONS"].get("host"))
    assert entry["OPTIONS"]["pool"]["max_size"] >= 4
    assert "init_command" not in entry["OPTIONS"]


def test_sqlite_takes_its_write_lock_at_the_beginning_and_keeps_what_is_committed():
    entry = module.database("sqlite:////tmp/x.sqlite3")
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert f"PRAGMA {pragma};" in entry["OPTIONS"]["init_command"]
    assert "pool" not in entry["OPTIONS"]


def test_two_databases_do_not_share_options():
    first, second = (module.database(f"sqlite:////tmp/{n}.sqlite3") for n in (1, 2))
    first["OPTIONS"]["timeout"] = 0
    assert second["OPTIONS"]["timeout"] == module.SQLITE_OPTIONS["timeout"] > 0


def test_hosts_and_address(tmp_path):
    alone = told(THIDUA_VAR=str(tmp_path))
    assert alone["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert (alone["SECURE"], alone["redirect"], alone["DEBUG"]) == (False, False, False)
    served = told(THIDUA_VAR=str(tmp_path), THIDUA_HOSTS="a.vn,b.vn", THIDUA_BASE_URL="https://a.vn/", THIDUA_DEBUG="0")
    assert served["ALLOWED_HOSTS"] == ["a.vn", "b.vn"]
    assert served["BASE_URL"] == "https://a.vn"
    assert (served["SECURE"], served["redirect"], served["DEBUG"]) == (True, True, False)
    assert served["cookie"].startswith("__Host-")


def test_debug_pages_only_when_asked(tmp_path):
    assert told(THIDUA_VAR=str(tmp_path), THIDUA_DEBUG="1")["DEBUG"] is True


# Formats


def test_english_writes_dates_and_numbers_as_the_papers_do():
    names = [name for name in dir(vietnamese) if name.isupper()]
    assert len(names) > 8
    assert {name: getattr(english, name) for name in names} == {name: getattr(vietnamese, name) for name in names}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_formats_of_the_screen(language):
    with translation.override(language):
        assert date_format(date(2025, 6, 16)) == "16/06/2025"
        assert date_format(date(2025, 6, 16), "SHORT_DATE_FORMAT") == "16/06/2025"
        assert localize(date(2025, 6, 1)) == "01/06/2025"
        assert number_format(2530000, force_grouping=True) == "2.530.000"
        assert number_format(Decimal("83.33"), 2) == "83,33"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("typed", ["01/06/2025", "1/6/2025", "01-06-2025", "1.6.2025", "2025-06-01"])
def test_a_day_typed_is_read_day_first(language, typed):
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2025, 6, 1)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_month_before_day_is_refused(language):
    with translation.override(language), pytest.raises(forms.ValidationError):
        forms.DateField().clean("06/16/2025")
