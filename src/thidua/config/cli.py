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


def main(argv: list[str] | None = None) -> None:
    """Run one command; exit 0 when done, 1 when refused, 2 when called wrongly."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    arguments = sys.argv[1:] if argv is None else argv
    import django  # noqa: PLC0415 - settings must be named first

    django.setup()
    options = parser().parse_args(arguments)
    sys.exit(options.run(options))


if __name__ == "__main__":
    main()
