"""Tasks of events that do not come back next year, with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thidua.plans.reading.flat import flat, words_of
from thidua.plans.rolling.rules import RollRules

_PERIOD = re.compile(r"(?<!nam hoc )(?<![\d/])(20\d\d)\s*-\s*(20\d\d)(?![\d/])")
_SUMMED_UP = re.compile(r"\b(?:tong ket|so ket)\b")


@dataclass(frozen=True)
class Drop:
    """Why a task would be dropped. `sure` is false when the same row names something that may have to stay."""

    reason: str
    sure: bool


def drop_of(title: str, *, new_year: int, old_year: int, rules: RollRules) -> Drop | None:
    """Tell whether a task belongs to an event that is not due in `new_year`."""
    words, bare = words_of(title), flat(title)
    for row in rules["one_off"]:
        named = any(word in words for word in row["words"])
        if named and (new_year - old_year) % row["every"]:
            stays = [word for word in row.get("but", ()) if word in words]
            more = " Việc này còn nêu nội dung khác; xem có giữ phần đó không." if stays else ""
            return Drop(f"{row['reason']} ({row['source']}).{more}", sure=not stays)
    period = _PERIOD.search(bare)
    if period and _SUMMED_UP.search(words) and old_year <= int(period[2]) < new_year:
        printed = title[period.start() : period.end()]
        return Drop(f"Tổng kết giai đoạn {printed} chỉ làm một lần, vào năm cuối giai đoạn.", sure=True)
    return None
