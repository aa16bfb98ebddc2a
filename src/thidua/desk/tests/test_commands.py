"""`thidua demo …` and `thidua journal …`."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from thidua.accounts.models import User
from thidua.accounts.tests.factories import UserFactory
from thidua.audit import guards
from thidua.audit.actions import record
from thidua.audit.actors import SYSTEM
from thidua.audit.models import Event, Seal
from thidua.desk import commands
from thidua.desk.demo import loading

AT = datetime(2026, 6, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def desk(capsys):
    """Run a command of this room in this process: its exit code and what it prints."""

    def run(*words):
        root = argparse.ArgumentParser(prog="thidua")
        commands.register(root.add_subparsers(required=True))
        options = root.parse_args(list(words))
        return options.run(options), capsys.readouterr().out

    return run


@pytest.fixture
def built(monkeypatch):
    """The city is not really built; what was asked for, in order."""
    asked = []
    monkeypatch.setattr(loading, "load", lambda **_at: asked.append("load"))
    monkeypatch.setattr(loading, "reset", lambda **_at: asked.append("reset"))
    monkeypatch.setattr(commands, "call_command", lambda name, **_how: asked.append(name))
    return asked


@pytest.fixture
def answer(monkeypatch):
    """What the person types when asked; the questions asked."""
    questions = []

    def will_be(text):
        monkeypatch.setattr("builtins.input", lambda question: questions.append(question) or text)
        return questions

    return will_be


# demo


@pytest.mark.django_db
def test_load_builds_the_city_in_an_empty_database(desk, built):
    code, out = desk("demo", "load")
    assert (code, built) == (0, ["load"])
    assert "Đã nạp thành phố minh họa trong" in out


@pytest.mark.django_db
def test_load_leaves_a_database_in_use_alone(desk, built):
    UserFactory()
    code, out = desk("demo", "load")
    assert (code, built) == (1, [])
    assert "Chưa nạp gì" in out
    assert "thidua demo reset" in out


@pytest.mark.django_db
def test_reset_asks_first_and_says_that_everything_is_lost(desk, built, answer):
    questions = answer("co")
    code, out = desk("demo", "reset")
    assert (code, built) == (0, ["migrate", "reset"])
    assert len(questions) == 1
    assert "Xóa hết dữ liệu" in questions[0]
    assert "Đã nạp" in out


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["khong", "", "k", "CO", "yes", "có"])
def test_any_other_answer_keeps_everything(desk, built, answer, said):
    answer(said)
    code, out = desk("demo", "reset")
    assert (code, built, out) == (1, [], "Giữ nguyên.\n")


@pytest.mark.django_db
def test_reset_does_not_ask_when_told_yes(desk, built, answer):
    questions = answer("khong")
    assert desk("demo", "reset", "--yes")[0] == 0
    assert questions == []
    assert built == ["migrate", "reset"]


@pytest.mark.django_db
def test_accounts_are_printed_only_when_the_city_stands(desk, built):
    assert "minh-hoa-2025" not in desk("demo", "load")[1]


@pytest.mark.django_db(transaction=True)
def test_reset_empties_every_table_and_puts_the_guards_back(monkeypatch):
    record("test.old", "test:1", by=SYSTEM, at=AT)
    UserFactory(username="cu")

    def small_city(**_at):
        UserFactory(username="moi")
        record("test.new", "test:2", by=SYSTEM, at=AT)

    monkeypatch.setattr(loading, "load", small_city)
    loading.reset()
    assert list(User.objects.values_list("username", flat=True)) == ["moi"]
    assert list(Event.objects.values_list("verb", flat=True)) == ["test.new"]
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.all().delete()
    assert Event.objects.count() == 1


# journal


def write(count):
    return [record("test.act", f"test:{number}", by=SYSTEM, at=AT) for number in range(count)]


@pytest.mark.django_db
def test_empty_journal_is_whole_and_has_nothing_to_seal(desk):
    assert desk("journal", "check") == (0, "0 dòng, 0 đã niêm: nguyên vẹn.\n")
    assert desk("journal", "seal") == (0, "Không có dòng mới.\n")
    assert not Seal.objects.exists()


@pytest.mark.django_db
def test_new_lines_are_sealed_once(desk):
    write(5)
    code, out = desk("journal", "seal")
    seal = Seal.objects.get()
    assert (code, out) == (0, f"Đã niêm 5 dòng, gốc {seal.root}.\n")
    assert len(seal.root) == 64
    assert desk("journal", "seal") == (0, "Không có dòng mới.\n")
    write(2)
    assert desk("journal", "seal")[1].startswith("Đã niêm 7 dòng, gốc ")


@pytest.mark.django_db
def test_check_counts_sealed_and_unsealed_lines(desk):
    write(3)
    desk("journal", "seal")
    write(2)
    assert desk("journal", "check") == (0, "5 dòng, 3 đã niêm: nguyên vẹn.\n")
    code, out = desk("journal", "check", "--json")
    assert (code, json.loads(out)) == (0, {"events": 5, "sealed": 3, "whole": True})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.filter(subject="test:1").update(subject="test:9"),
        lambda rows: rows.filter(subject="test:1").update(reason="khác"),
        lambda rows: rows.filter(subject="test:1").update(at=datetime(2026, 6, 17, 2, 0, tzinfo=UTC)),
        lambda rows: rows.filter(subject="test:1").update(data={"a": 1}),
        lambda rows: rows.filter(subject="test:2").delete(),
    ],
    ids=["subject", "reason", "at", "data", "deleted"],
)
def test_any_change_behind_the_guards_shows(desk, change):
    write(3)
    desk("journal", "seal")
    guards.lift(connection)
    change(Event.objects)
    code, out = desk("journal", "check")
    assert code == 1
    assert "ĐÃ BỊ SỬA" in out
    code, out = desk("journal", "check", "--json")
    assert code == 1
    assert json.loads(out)["whole"] is False
