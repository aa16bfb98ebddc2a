"""Checks of who: open groups, one body under two names, the same thing under different heads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from thidua.plans.reading.flat import words_of
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.organisations import begins_body
from thidua.plans.reading.shapes import Flag, Severity, Task

_WARNING, _INFO = Severity.WARNING, Severity.INFO
_OPEN = re.compile(
    r"\blien quan$|^(?:ubnd |uy ban nhan dan |hdnd |dang uy )?cac "
    r"(?:\w+ )*?(?:nganh|don vi|so|ban|dia phuong|co quan|to chuc|xa|phuong|quan|huyen|truong|cum|doanh nghiep)\b"
    r"|^(?:don vi|co quan|dia phuong|tap the|ca nhan)(?: \w+)* thuoc (?:thanh pho|tinh|quyen)\b"
)
_IN_BRACKETS = re.compile(r"\(([^()]+)\)$")
_QUOTED = re.compile(r"[“\"]([^”\"]{4,80})[”\"]")
_WORK = re.compile(r"\b(?:sach|ky yeu|an pham|tap san|phim|phong su)\b")


def checks(linted: Linted) -> Iterator[Flag]:
    """Every check of this module."""
    names = _bodies(linted)
    yield from _open_groups(names)
    yield from _two_names(names)
    yield from _variants(names)
    yield from _same_object(linted)
    yield from _title_and_body(linted)


def _bodies(linted: Linted) -> dict[str, list[str]]:
    """Every name in the columns of units, with the rows that have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in linted.rows():
        named = [*(row.implementing if isinstance(row, Task) else row.advising), *row.coordinating]
        for name in named:
            found[name].append(row.key)
    return found


def _open_groups(names: dict[str, list[str]]) -> Iterator[Flag]:
    for name, keys in names.items():
        if _OPEN.search(words_of(name)):
            yield Flag(
                "GROUP_OPEN", _WARNING, keys[0], name,
                f"Nhóm mở, dùng ở {len(keys)} việc; cần chọn danh sách đơn vị cho từng việc.",
                also=tuple(keys[1:]),
            )  # fmt: skip


def unknown(names: Mapping[str, Sequence[str]]) -> Iterator[Flag]:
    """One flag for each of these names that is one body's, by name with the rows that have it; open groups are none.

    Who asks knows which names no unit bears: this module knows no list of units.
    """
    for name, keys in names.items():
        if begins_body(name) and not _OPEN.search(words_of(name)):
            yield Flag(
                "UNIT_UNKNOWN", _WARNING, keys[0], name,
                f"“{name}” không có trong danh mục đơn vị, dùng ở {len(keys)} việc; cần xem lại tên hoặc chọn đơn vị.",
                also=tuple(keys[1:]),
            )  # fmt: skip


def _two_names(names: dict[str, list[str]]) -> Iterator[Flag]:
    """A body that also stands in brackets behind another's name."""
    for name, keys in names.items():
        inside = _IN_BRACKETS.search(name)
        if inside and inside[1] in names:
            alone = names[inside[1]]
            yield Flag(
                "SAME_BODY_TWO_NAMES", _WARNING, alone[0], inside[1],
                f"“{inside[1]}” ({len(alone)} việc) và “{name}” ({len(keys)} việc) có thể là một cơ quan; "
                "cần chọn cấp nào ký.",
                also=tuple(alone[1:]),
            )  # fmt: skip


def _variants(names: dict[str, list[str]]) -> Iterator[Flag]:
    """The same name with "TP" and "Thành phố"."""
    short = {words_of(name).replace("thanh pho", "tp"): name for name in names}
    for name, keys in names.items():
        other = short[words_of(name).replace("thanh pho", "tp")]
        if words_of(other) != words_of(name):
            yield Flag("NAME_VARIANT", _INFO, keys[0], name, f"Cũng viết là “{other}”.", also=tuple(keys[1:]))


def _same_object(linted: Linted) -> Iterator[Flag]:
    """The same book or film, directed by different bodies."""
    by_object: dict[str, list[Task]] = defaultdict(list)
    for task in linted.tasks:
        for quoted in _QUOTED.findall(task.title) if _WORK.search(linted.words(task)) else ():
            by_object[" ".join(words_of(quoted).split()[:4])].append(task)
    for tasks in by_object.values():
        directing = {words_of(task.directing) for task in tasks if task.directing}
        if len(directing) > 1:
            shown = ", ".join(f"{task.key}: {task.directing}" for task in tasks[:6])
            yield Flag(
                "ORGANISATION_DIFFERS", _WARNING, tasks[-1].key, tasks[-1].directing,
                f"Cùng một ấn phẩm nhưng cơ quan chỉ đạo khác nhau ({shown}).",
                also=tuple(task.key for task in tasks[:-1]),
            )  # fmt: skip


def _title_and_body(linted: Linted) -> Iterator[Flag]:
    for task in linted.tasks:
        title = linted.words(task)
        for name in task.implementing:
            body = words_of(name)
            if "cum khoi" in title and body.startswith("cac cum") and "khoi" not in body:
                yield Flag(
                    "TITLE_BODY_DIFFERS", _WARNING, task.key, name,
                    "Tên việc ghi “cụm, khối”, cột thực hiện chỉ ghi “Cụm”.",
                )  # fmt: skip
            if "cham diem" in title and "cum khoi" in body:
                yield Flag(
                    "SELF_SCORING", _WARNING, task.key, name,
                    "Cụm, khối được chấm điểm cũng là đơn vị thực hiện việc chấm; cần bước kiểm tra riêng.",
                )  # fmt: skip
