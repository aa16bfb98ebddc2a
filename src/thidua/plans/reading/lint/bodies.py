"""Checks of who: open groups, one body under two names, the same thing under different heads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from thidua.plans.reading.flat import flat, words_of
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.shapes import Flag, Severity, Task

_WARNING, _INFO = Severity.WARNING, Severity.INFO
_OPEN = re.compile(r"^cac .*(?:lien quan|thuoc thanh pho|thuoc tinh|co lien quan)$|^cac (?:nganh|don vi|so|dia phuong)\b")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)$")
_QUOTED = re.compile(r"[“\"]([^”\"]{4,80})[”\"]")


def checks(linted: Linted) -> Iterator[Flag]:
    """Every check of this module."""
    yield from _open_groups(linted)
    yield from _two_names(linted)
    yield from _same_object(linted)
    yield from _title_and_body(linted)


def _bodies(linted: Linted) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in linted.rows():
        named = [*(row.implementing if isinstance(row, Task) else row.advising), *row.coordinating]
        for name in named:
            found[name].append(row.key)
    return found


def _open_groups(linted: Linted) -> Iterator[Flag]:
    for name, keys in _bodies(linted).items():
        if _OPEN.search(words_of(name)):
            yield Flag("GROUP_OPEN", _WARNING, keys[0], name, f"Nhóm mở, dùng ở {len(keys)} việc; cần chọn danh sách đơn vị cho từng việc.", also=tuple(keys[1:]))


def _two_names(linted: Linted) -> Iterator[Flag]:
    names = _bodies(linted)
    for name, keys in names.items():
        inside = _IN_BRACKETS.search(name)
        if inside and inside[1] in names:
            yield Flag("SAME_BODY_TWO_NAMES", _WARNING, names[inside[1]][0], inside[1], f"“{inside[1]}” ({len(names[inside[1]])} việc) và “{name}” ({len(keys)} việc) có thể là một cơ quan; cần chọn cấp nào ký.", also=tuple(names[inside[1]][1:]))
    short = {words_of(name).replace("thanh pho", "tp"): name for name in names}
    for name, keys in names.items():
        other = short.get(words_of(name).replace("thanh pho", "tp"))
        if other and other != name and words_of(other) != words_of(name):
            yield Flag("NAME_VARIANT", _INFO, keys[0], name, f"Cũng viết là “{other}”.", also=tuple(keys[1:]))


def _same_object(linted: Linted) -> Iterator[Flag]:
    """The same book or contest, directed by different bodies."""
    by_object: dict[str, list[Task]] = defaultdict(list)
    for task in linted.tasks:
        for quoted in _QUOTED.findall(task.title):
            by_object[" ".join(words_of(quoted).split()[:4])].append(task)
    for name, tasks in by_object.items():
        directing = {words_of(task.directing) for task in tasks if task.directing}
        if len(tasks) > 1 and len(directing) > 1 and any("sach" in flat(task.title) for task in tasks):
            yield Flag("ORGANISATION_DIFFERS", _WARNING, tasks[-1].key, tasks[-1].directing, f"Cùng một đối tượng (“{name}”) nhưng {', '.join(f'{task.key}: {task.directing}' for task in tasks)}.", also=tuple(task.key for task in tasks[:-1]))


def _title_and_body(linted: Linted) -> Iterator[Flag]:
    for task in linted.tasks:
        title = words_of(task.title)
        for name in task.implementing:
            body = words_of(name)
            if "cum khoi" in title and body.startswith("cac cum") and "khoi" not in body:
                yield Flag("TITLE_BODY_DIFFERS", _WARNING, task.key, name, "Tên việc ghi “cụm, khối”, cột thực hiện chỉ ghi “Cụm”.")
            if "cham diem" in title and "cum khoi" in body:
                yield Flag("SELF_SCORING", _WARNING, task.key, name, "Cụm, khối được chấm điểm cũng là đơn vị thực hiện việc chấm; cần bước kiểm tra riêng.")
