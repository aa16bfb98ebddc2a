"""The console command `thidua`. Each room adds its own subcommands in its `commands.py`."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import re
import sys
from importlib import import_module
from importlib.util import find_spec
from itertools import takewhile

ROOMS = (
    "config", "audit", "accounts", "organisation", "documents", "plans", "councils",
    "register", "clusters", "awards", "dossiers", "decisions", "desk", "portal",
)  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """Build the parser with every room's subcommands."""
    root = argparse.ArgumentParser(prog="thidua", description="Thi Đua: công tác thi đua, khen thưởng.")
    groups = root.add_subparsers(title="lệnh", metavar="LỆNH", required=True)
    for room in ROOMS:
        name = f"thidua.{room}.commands"
        if find_spec(name):
            import_module(name).register(groups)
    django = groups.add_parser("manage", help="lệnh quản trị của Django (migrate, shell, check, …)", add_help=False)
    django.add_argument("arguments", nargs=argparse.REMAINDER)
    django.set_defaults(run=_manage)
    return root


def _manage(options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - Django is loaded only when asked

    execute_from_command_line(["thidua manage", *options.arguments])
    return 0


READER_LEFT = 141
"""The exit code of a command whose reader went away (`thidua … | head`): 128 + SIGPIPE, as of other programs."""


def main(argv: list[str] | None = None) -> None:
    """Run one command; exit 0 when done, 1 when refused, 2 when called wrongly, 141 when nobody reads on."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    arguments = sys.argv[1:] if argv is None else argv
    import django  # noqa: PLC0415 - settings must be named first

    django.setup()
    sys.exit(_done(_understood(arguments)))


_IN_VIETNAMESE = (
    (r"^unrecognized arguments: ", "không hiểu "),
    (r"^the following arguments are required: ", "còn thiếu "),
    (r"^argument (.+?): invalid choice: (.+) \(choose from (.+)\)$", r"\1 không nhận \2; chọn một trong \3"),
    (r"^argument (.+?): invalid \w+ value: ", r"\1 không nhận "),
    (r"^argument (.+?): expected (?:one|at least one) argument$", r"\1 còn thiếu giá trị"),
)
"""What argparse says of a wrong call, in Vietnamese; another sentence of its own stays as it is."""


def _understood(arguments: list[str]) -> argparse.Namespace:
    """The options as asked; called wrongly, exit 2, and who asked for JSON is told the reason as JSON too."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            return parser().parse_args(arguments)
    except SystemExit as ended:
        if ended.code and "--json" in arguments:
            wrong = said.getvalue().partition("error: ")[2].strip()
            for pattern, words in _IN_VIETNAMESE:
                wrong = re.sub(pattern, words, wrong)
            reason = f"Lệnh gọi không đúng: {wrong}. Xem cách gọi: thidua {' '.join(_verbs(arguments))} --help"
            print(json.dumps({"error": reason}, ensure_ascii=False))
        else:
            sys.stderr.write(said.getvalue())
        raise


def _verbs(arguments: list[str]) -> list[str]:
    """The words before the first option, at most two: the command that was meant."""
    return list(takewhile(lambda word: not word.startswith("-"), arguments))[:2]


def _done(options: argparse.Namespace) -> int:
    """Run the command. What every command may meet is told in a sentence: a refusal, no database, no reader."""
    from django.db import DatabaseError  # noqa: PLC0415 - as above

    from thidua.foundation.answers import Refused  # noqa: PLC0415 - as above

    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still in the buffer must not be tried again when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_LEFT
    except Refused as refused:
        return _told(options, refused.reason)
    except DatabaseError:
        reason = _why_no_database()
        if not reason:
            raise
        return _told(options, reason)
    return code


def _told(options: argparse.Namespace, reason: str) -> int:
    """Print why nothing was done, as JSON for who asked for JSON."""
    as_json = getattr(options, "json", False) is True
    print(json.dumps({"error": reason}, ensure_ascii=False) if as_json else reason)
    return 1


def _why_no_database() -> str:
    """What is wrong with the database as a whole, in Vietnamese; "" when it stands as it should."""
    from django.db import DatabaseError, connection  # noqa: PLC0415 - as above
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - as above

    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "Không nối được cơ sở dữ liệu. Chưa làm gì; hãy xem lại DATABASE_URL hoặc THIDUA_VAR."
    return "Cơ sở dữ liệu chưa được chuẩn bị. Chưa làm gì; hãy chạy: thidua manage migrate" if behind else ""


if __name__ == "__main__":
    main()
