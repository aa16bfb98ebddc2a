"""The house's own checks: what imports cannot show.

1. Rows are written only in a room's `actions` (and its migrations, tests, factories and demonstration builder).
2. Each state column has one writer: only one function in the room assigns or updates `state=`.
3. Forbidden names: no module called utils, helpers, common, misc, services or managers.
4. No inline style or script in templates: the content security policy refuses them.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src" / "thidua"
WRITES = {
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "save",
}
# Who may write besides `actions`: the reason stands beside each.
WRITERS = {
    "accounts/once.py",  # the receipt of a form belongs to the request that sends it
    "desk/demo",  # builds the demonstration city in bulk
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services", "managers"}


def main() -> int:
    """Print every finding; exit 1 when there is any."""
    findings = [*written_outside_actions(), *state_writers(), *forbidden_names(), *inline_code()]
    for finding in findings:
        print(finding)
    print(f"Kiểm tra nếp nhà: {len(findings)} điều.")
    return 1 if findings else 0


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Path below the source folder and syntax tree of each module that is neither test nor migration."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if "/tests/" not in name and "/migrations/" not in name:
            yield name, ast.parse(path.read_text())


def written_outside_actions() -> Iterator[str]:
    """Calls such as `X.objects.create(…)` or `row.save()` outside actions."""
    for name, tree in modules():
        if is_actions(name) or name.startswith(tuple(WRITERS)):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_row_write(node):
                yield f"{name}:{node.lineno}: ghi dữ liệu ngoài actions ({ast.unparse(node.func)})"


def is_actions(name: str) -> bool:
    """Whether the module is a room's actions, a file or a package."""
    return name.endswith("/actions.py") or "/actions/" in name


def is_row_write(call: ast.Call) -> bool:
    """Whether the call writes rows: a manager's or queryset's write, or a model's save."""
    assert isinstance(call.func, ast.Attribute)
    text = ast.unparse(call.func)
    if call.func.attr not in WRITES:
        return False
    return (
        ".objects." in text
        or "filter(" in text
        or (call.func.attr == "save" and any(keyword.arg == "update_fields" for keyword in call.keywords))
    )


def state_writers() -> Iterator[str]:
    """Rooms where more than one function updates a `state` column."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, tree in modules():
        if not is_actions(name):
            continue
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr == "update"
                    and any(keyword.arg == "state" for keyword in node.keywords)
                ):
                    found[name.split("/")[0]].add(function.name)
    for room, functions in found.items():
        if len(functions) > STATE_COLUMNS.get(room, 1):
            yield f"{room}: cột state có {len(functions)} nơi ghi: {', '.join(sorted(functions))}"


# Rooms with more than one thing that has a state.
STATE_COLUMNS = {"dossiers": 2, "plans": 2}


def forbidden_names() -> Iterator[str]:
    """Modules that would become drawers for odds and ends."""
    for path in SOURCE.rglob("*.py"):
        if path.stem in FORBIDDEN_NAMES or path.parent.name in FORBIDDEN_NAMES:
            yield f"{path.relative_to(SOURCE)}: tên này không dùng trong nhà"


INLINE = re.compile(r"""\sstyle\s*=|<script(?![^>]*\bsrc=)[^>]*>|\son(?:click|load|submit|change|input)\s*=""", re.I)


def inline_code() -> Iterator[str]:
    """Inline style, script or handler in templates."""
    for path in sorted(SOURCE.rglob("*.html")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if INLINE.search(line):
                yield f"{path.relative_to(SOURCE)}:{number}: có style hoặc script viết trong trang"


if __name__ == "__main__":
    sys.exit(main())
