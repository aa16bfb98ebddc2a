"""`thidua`: what it offers and explains, how it ends; `run`; `messages …` on folders of their own."""

from __future__ import annotations

import argparse
import gettext
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from thidua.config import cli, commands, messages

ROOMS = Path(cli.__file__).resolve().parent.parent
CHANGING = {
    "run", "messages compile", "messages update", "plan export", "plan recount", "register pairs", "register recount",
    "tick", "demo load", "demo reset", "journal seal", "manage",
}  # fmt: skip
"""The commands that do something; every other one reads and so has --json."""


def subparsers(parser):
    return [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]


def walk(parser, path=()):
    """Every command and group under a parser: its words, its line of explanation, its own parser."""
    for action in subparsers(parser):
        explained = {choice.dest: choice.help for choice in action._choices_actions}
        for name, child in action.choices.items():
            yield " ".join((*path, name)), explained.get(name), child
            yield from walk(child, (*path, name))


EVERY = list(walk(cli.parser()))
LEAVES = {words: parser for words, _help, parser in EVERY if not subparsers(parser)}


def options_of(parser):
    return {option for action in parser._actions for option in action.option_strings}


@pytest.fixture
def thidua(capsys, monkeypatch):
    """Run the console command: its exit code, what it prints, what it complains."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            cli.main(list(words))
        return ended.value.code, *capsys.readouterr()

    return run


# What is offered


@pytest.mark.parametrize(("words", "explained"), [row[:2] for row in EVERY], ids=[row[0] for row in EVERY])
def test_every_command_has_a_line_of_explanation(words, explained):
    assert explained
    assert "\n" not in explained
    assert explained != words


def test_help_lists_every_command_with_its_line(thidua):
    code, out, _err = thidua("--help")
    assert code == 0
    listed = " ".join(out.split())
    top = [(words, explained) for words, explained, _parser in EVERY if " " not in words]
    assert {"run", "messages", "calendar", "plan", "demo", "journal", "manage"} <= {words for words, _ in top}
    for words, explained in top:
        assert f" {words} {explained}" in listed


@pytest.mark.parametrize("group", sorted({words.split()[0] for words in LEAVES if " " in words}))
def test_help_of_a_group_lists_its_commands(thidua, group):
    code, out, _err = thidua(group, "--help")
    assert code == 0
    for words, explained, _parser in EVERY:
        if words.startswith(f"{group} "):
            assert f"{words.split()[1]} {explained}" in " ".join(out.split())


def test_every_room_with_commands_is_asked():
    standing = {path.parent.name for path in ROOMS.glob("*/commands.py")}
    assert standing
    assert standing <= set(cli.ROOMS)


def test_changing_commands_named_here_stand():
    assert set(LEAVES) >= CHANGING


@pytest.mark.parametrize("words", sorted(set(LEAVES) - CHANGING))
def test_every_reading_command_has_json(words):
    assert "--json" in options_of(LEAVES[words])


@pytest.mark.parametrize("words", sorted(LEAVES))
def test_every_command_knows_what_to_run(words):
    assert callable(LEAVES[words].get_default("run"))


@pytest.mark.parametrize("words", [[], ["khong-co"], ["messages"], ["messages", "khong-co"], ["run", "--port", "x"]])
def test_called_wrongly_ends_with_2_and_says_how(thidua, words):
    code, out, err = thidua(*words)
    assert code == 2
    assert out == ""
    assert "usage: thidua" in err


@pytest.mark.parametrize("ending", [0, 1, 2])
def test_command_ends_as_its_function_says(thidua, monkeypatch, ending):
    monkeypatch.setattr(commands, "run_update", lambda _options: ending)
    assert thidua("messages", "update")[0] == ending


def test_manage_hands_everything_to_django(thidua, monkeypatch):
    handed = []
    monkeypatch.setattr("django.core.management.execute_from_command_line", handed.append)
    assert thidua("manage", "check", "--deploy", "-v", "2")[0] == 0
    assert handed == [["thidua manage", "check", "--deploy", "-v", "2"]]


# run


class Recorder:
    """Stands for everything `run` calls and keeps the order."""

    def __init__(self, *, empty):
        self.calls = []
        self.empty = empty

    def __call__(self, name, result=None):
        def call(*args, **kwargs):
            self.calls.append((name, *args))
            return result

        return call


@pytest.fixture
def run(monkeypatch, settings, capsys):
    """`thidua run …` with nothing real behind it: exit code, calls, what is printed, the servers' arguments."""
    monkeypatch.delenv("THIDUA_BASE_URL", raising=False)
    settings.BASE_URL = "http://kept.by.the.fixture"

    def start(*words, empty=True):
        seen = Recorder(empty=empty)
        monkeypatch.setattr(commands, "call_command", seen("call"))
        monkeypatch.setattr(commands, "is_empty", seen("is_empty", empty))
        monkeypatch.setattr(commands, "load", seen("load"))
        monkeypatch.setattr(commands, "accounts_text", seen("accounts_text", "donvi · mật khẩu"))
        started = []

        class Servers:
            def __init__(self, *args):
                started.append(args)

            def serve(self):
                seen.calls.append(("serve",))
                return 7

        monkeypatch.setattr(commands, "Servers", Servers)
        options = cli.parser().parse_args(["run", *words])
        return options.run(options), [call[0] for call in seen.calls], capsys.readouterr().out, started

    return start


def test_run_updates_the_database_loads_the_city_and_serves(run):
    code, calls, out, _started = run()
    assert code == 7
    assert calls == ["call", "is_empty", "load", "accounts_text", "serve"]
    assert "Nạp thành phố minh họa" in out
    assert "Thi Đua chạy ở http://127.0.0.1:8000" in out
    assert "donvi · mật khẩu" in out
    assert "Dừng: Ctrl-C" in out


def test_run_loads_nothing_into_a_database_in_use(run):
    _code, calls, out, _started = run(empty=False)
    assert "load" not in calls
    assert "Nạp thành phố" not in out


def test_run_loads_nothing_when_told_so(run):
    _code, calls, _out, _started = run("--no-demo")
    assert "load" not in calls
    assert calls[-1] == "serve"


def test_run_serves_where_told_and_prints_that_address_in_codes(run, settings):
    _code, _calls, out, started = run("--host", "0.0.0.0", "--port", "8123")
    ((host, port, environment),) = started
    assert (host, port) == ("0.0.0.0", 8123)
    assert environment["THIDUA_BASE_URL"] == settings.BASE_URL == "http://0.0.0.0:8123"
    assert "http://0.0.0.0:8123" in out


def test_run_keeps_the_public_address_of_the_environment(run, settings, monkeypatch):
    monkeypatch.setenv("THIDUA_BASE_URL", "https://thidua.example.vn")
    _code, _calls, _out, started = run()
    assert started[0][2]["THIDUA_BASE_URL"] == settings.BASE_URL == "https://thidua.example.vn"


def test_servers_are_the_web_at_the_address_and_the_worker():
    web, worker, clock = commands.Servers("10.1.2.3", 8123, {}).commands
    assert "tick" in clock
    assert web[:3] == [sys.executable, "-m", "granian"]
    assert web[web.index("--host") + 1] == "10.1.2.3"
    assert web[web.index("--port") + 1] == "8123"
    assert web[-1] == "thidua.config.wsgi:application"
    assert worker[:3] == [sys.executable, "-m", "thidua.config.cli"]
    assert "db_worker" in worker


@pytest.fixture
def servers():
    """Servers running two small programs instead; the signals are handled as before afterwards."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    built = []

    def build(*programs, **environment):
        made = commands.Servers("127.0.0.1", 0, {**os.environ, **environment})
        made.commands = [[sys.executable, "-c", program] for program in programs]
        built.append(made)
        return made

    yield build
    for number, handler in kept.items():
        signal.signal(number, handler)
    for process in [process for made in built for process in made.processes]:
        if process.poll() is None:
            process.kill()
        process.wait()


WAITS = "import time; time.sleep(60)"


def test_one_that_ends_takes_the_other_with_it_and_is_a_failure(servers):
    made = servers("raise SystemExit(0)", WAITS)
    assert made.serve() == 1
    assert [process.poll() is None for process in made.processes] == [False, False]


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_signal_ends_both_and_is_no_failure(servers, number):
    made = servers(f"import os, signal; os.kill(os.getppid(), signal.{number}); {WAITS}", WAITS)
    assert made.serve() == 0
    assert [process.poll() is None for process in made.processes] == [False, False]


def test_servers_hear_the_address_through_their_environment(servers, tmp_path):
    told = tmp_path / "told"
    program = f"import os, pathlib; pathlib.Path({str(told)!r}).write_text(os.environ['THIDUA_BASE_URL'])"
    servers(program, WAITS, THIDUA_BASE_URL="http://127.0.0.1:8123").serve()
    assert told.read_text() == "http://127.0.0.1:8123"


def test_one_that_does_not_end_in_time_is_killed(monkeypatch, servers):
    done = []

    class Stubborn:
        def __init__(self, command, **_kwargs):
            self.command = command

        def poll(self):
            return 0 if self.command[-1] == "ends" else None

        def terminate(self):
            done.append("terminate")

        def wait(self, timeout=None):
            if timeout and self.poll() is None:
                raise subprocess.TimeoutExpired(self.command, timeout)
            return 0

        def kill(self):
            done.append("kill")

    monkeypatch.setattr(commands.subprocess, "Popen", Stubborn)
    made = servers("ends", "stays")
    assert made.serve() == 1
    assert done == ["terminate", "kill"]
    made.processes.clear()


# messages


CODE = """
from django.utils.translation import gettext as _, ngettext
from thidua.foundation.words import mark
LABEL = mark("Nhãn")
def say(n):
    return _("Một câu"), ngettext("%(n)s dòng", "%(n)s dòng nữa", n), _("Một câu")
"""
TEMPLATE = '<h1>{% trans "Trong trang" %}</h1>{% blocktrans %}Chào {{ name }}{% endblocktrans %}'
TEXTS = {
    ("Nhãn", ""),
    ("Một câu", ""),
    ("%(n)s dòng", "%(n)s dòng nữa"),
    ("Trong trang", ""),
    ("Chào %(name)s", ""),
}


@pytest.fixture
def words(tmp_path, monkeypatch):
    """A small source with its English catalogue: two strings known, one that is gone."""
    source, locale = tmp_path / "thidua", tmp_path / "thidua" / "config" / "locale"
    (source / "room" / "tests").mkdir(parents=True)
    (source / "room" / "migrations").mkdir()
    (source / "room" / "templates").mkdir()
    (locale / "en" / "LC_MESSAGES").mkdir(parents=True)
    (source / "room" / "views.py").write_text(CODE)
    (source / "room" / "tests" / "test_views.py").write_text('_("Chỉ trong bài thử")')
    (source / "room" / "migrations" / "0001.py").write_text('_("Chỉ trong di trú")')
    (source / "room" / "templates" / "page.html").write_text(TEMPLATE)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue += [
        polib.POEntry(msgid="Một câu", msgstr="One sentence"),
        polib.POEntry(msgid="Đã bỏ", msgstr="Gone"),
        polib.POEntry(msgid="Nhãn", msgstr=""),
        polib.POEntry(
            msgid="%(n)s dòng",
            msgid_plural="%(n)s dòng nữa",
            msgstr_plural={0: "%(n)s line", 1: "%(n)s lines"},
        ),
    ]
    file = locale / "en" / "LC_MESSAGES" / "django.po"
    catalogue.save(str(file))
    monkeypatch.setattr(messages, "SOURCE", source)
    monkeypatch.setattr(messages, "LOCALE", locale)
    return file


def entries(file):
    return {(entry.msgid, entry.msgid_plural): entry for entry in polib.pofile(str(file))}


def test_strings_are_collected_once_from_code_and_pages_but_not_from_tests(words):
    found = [(text.singular, text.plural) for text in messages.collect()]
    assert len(found) == len(set(found))
    assert set(found) == TEXTS


def test_missing_lists_what_has_no_english_and_ends_with_1(words, thidua):
    code, out, _err = thidua("messages", "missing")
    assert code == 1
    assert set(out.splitlines()) == {
        "room/views.py: Nhãn", "room/templates/page.html: Trong trang", "room/templates/page.html: Chào %(name)s",
    }  # fmt: skip


def test_missing_as_json(words, thidua):
    code, out, _err = thidua("messages", "missing", "--json")
    assert code == 1
    assert {"text": "Nhãn", "plural": "", "where": "room/views.py"} in json.loads(out)
    assert len(json.loads(out)) == 3


def test_missing_ends_with_0_when_everything_is_translated(words, thidua):
    messages.update()
    catalogue = polib.pofile(str(words))
    for entry in catalogue:
        entry.msgstr = "" if entry.msgid_plural else "x"
    catalogue.save()
    assert thidua("messages", "missing")[:2] == (0, "Đủ tiếng Anh.\n")
    assert thidua("messages", "missing", "--json")[:2] == (0, "[]\n")


def test_a_plural_half_translated_is_missing(words):
    catalogue = polib.pofile(str(words))
    catalogue.find("%(n)s dòng").msgstr_plural = {0: "%(n)s line", 1: ""}
    catalogue.save()
    assert "%(n)s dòng" in [text.singular for text in messages.missing()]


def test_update_adds_the_new_drops_the_gone_and_keeps_the_english(words, thidua):
    code, out, _err = thidua("messages", "update")
    assert (code, out) == (0, "Thêm 2 câu, bỏ 1 câu.\n")
    kept = entries(words)
    assert set(kept) == TEXTS
    assert kept["Một câu", ""].msgstr == "One sentence"
    assert kept["%(n)s dòng", "%(n)s dòng nữa"].msgstr_plural == {0: "%(n)s line", 1: "%(n)s lines"}
    assert kept["Trong trang", ""].msgstr == ""
    assert [entry.msgid for entry in polib.pofile(str(words))] == sorted(text for text, _plural in TEXTS)


def test_update_twice_changes_nothing_more(words):
    messages.update()
    before = words.read_bytes()
    assert messages.update() == (0, 0)
    assert words.read_bytes() == before


def test_compiled_catalogue_speaks(words, thidua):
    assert thidua("messages", "compile")[:2] == (0, "Đã biên dịch 1 danh mục.\n")
    with words.with_suffix(".mo").open("rb") as file:
        english = gettext.GNUTranslations(file)
    assert english.gettext("Một câu") == "One sentence"
    assert english.ngettext("%(n)s dòng", "%(n)s dòng nữa", 2) == "%(n)s lines"
    assert english.gettext("Nhãn") == "Nhãn"


def test_a_copy_of_the_real_catalogues_compiles(tmp_path, monkeypatch):
    copied = shutil.copytree(messages.LOCALE, tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    monkeypatch.setattr(messages, "LOCALE", copied)
    sources = sorted(copied.rglob("*.po"))
    assert messages.compile_all() == len(sources) >= 1
    for source in sources:
        with source.with_suffix(".mo").open("rb") as file:
            compiled = gettext.GNUTranslations(file)
        plain = [entry for entry in polib.pofile(str(source)).translated_entries() if not entry.msgid_plural]
        assert plain
        assert [
            entry.msgid for entry in plain if compiled.gettext(entry.msgid) != entry.msgstr and not entry.msgctxt
        ] == []
