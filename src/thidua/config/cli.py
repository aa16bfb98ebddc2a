"""The console command `thidua`. Each room adds its own subcommands in its `commands.py`."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from importlib.util import find_spec

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
    django = groups.add_parser(
        "manage", help="lệnh quản trị của Django (migrate, shell, check, …)", add_help=False
    )
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
    options = parser().parse_args(arguments)
    sys.exit(_done(options))


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
        print(refused.reason)
        return 1
    except DatabaseError:
        reason = _why_no_database()
        if not reason:
            raise
        print(reason)
        return 1
    return code


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
