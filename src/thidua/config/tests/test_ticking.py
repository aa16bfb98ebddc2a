from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from thidua.accounts.tests.factories import UserFactory
from thidua.config import commands, ticking
from thidua.config.mail import email_settings
from thidua.notices.models import Digest, DigestState, Slot

FOLDER = Path("/kept/mail")


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("", {"folder": str(FOLDER)}),
        ("file:///srv/mail", {"folder": "/srv/mail"}),
        ("smtp://mail.example", {"host": "mail.example", "port": 25, "tls": False, "ssl": False}),
        (
            "smtp://thi%40dua:m%2Ft@mail.example:587/?tls=1",
            {"host": "mail.example", "port": 587, "user": "thi@dua", "password": "m/t", "tls": True},
        ),
        ("smtps://mail.example", {"port": 465, "ssl": True, "tls": False}),
    ],
)
def test_the_mail_server_is_read_from_one_address(url, wanted):
    found = email_settings(url, FOLDER)
    assert {name: getattr(found, name) for name in wanted} == wanted
    assert found.backend.endswith(
        "smtp.EmailBackend" if "host" in wanted or "ssl" in wanted else "filebased.EmailBackend"
    )


def test_letters_on_the_console_for_trying_out():
    assert email_settings("console:", FOLDER).backend.endswith("console.EmailBackend")


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example:25", "smtp://", "stmp://mail.example"])
def test_a_mistyped_address_is_refused_at_the_start(url):
    with pytest.raises(ValueError, match="EMAIL_URL"):
        email_settings(url, FOLDER)


@pytest.mark.django_db
def test_a_tick_does_what_is_due_and_says_so():
    monday = datetime(2025, 6, 16, 1, 0, tzinfo=UTC)
    assert ticking.tick(at=monday) == "Đã nhắc việc: 0 thông báo."
    assert ticking.tick(at=monday) == "Không có lượt nhắc việc đến giờ."
    assert Slot.objects.get(name="plans.remind").completed_at == monday


@pytest.mark.django_db
def test_the_command_ticks_once(capsys):
    with time_machine.travel("2025-06-15T03:00:00+00:00", tick=False):  # a Sunday
        assert commands.run_tick(argparse.Namespace(every=0)) == 0
    assert capsys.readouterr().out.strip() == "Không có lượt nhắc việc đến giờ."
    assert not Slot.objects.filter(name="plans.remind").exists()


@pytest.mark.django_db
def test_the_clock_prunes_after_the_days_of_the_settings(settings):
    settings.KEEP_DAYS = 30
    at = datetime(2025, 9, 1, 1, 0, tzinfo=UTC)
    for days in (31, 29):
        made = at - timedelta(days=days)
        Digest.objects.create(
            user=UserFactory(), slot="thu", day=made.date(), state=DigestState.SENT, message_id=f"<{days}@x>",
            created_at=made, next_at=made, sent_at=made,
        )  # fmt: skip
    ticking.tick(at=at)
    assert list(Digest.objects.values_list("message_id", flat=True)) == ["<29@x>"]


def test_a_round_that_fails_does_not_stop_the_clock(monkeypatch, caplog):
    rounds = []

    class Enough(BaseException):
        pass

    def broken(*, at):
        rounds.append(at)
        raise RuntimeError("no database")

    def slept(_seconds):
        if len(rounds) == 3:
            raise Enough

    monkeypatch.setattr(ticking, "tick", broken)
    monkeypatch.setattr(ticking, "close_old_connections", lambda: None)
    monkeypatch.setattr(ticking.time, "sleep", slept)
    with pytest.raises(Enough):
        ticking.tick_for_ever(60)
    assert len(rounds) == 3
    assert "no database" in caplog.text
