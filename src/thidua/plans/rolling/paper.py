"""A plan as a paper: the words of every place in it, and the context from which the printing room makes the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from thidua.plans.reading.deadlines import read_deadline
from thidua.plans.reading.flat import words_of
from thidua.plans.rolling.document import Outside, outside_of

Json = dict[str, Any]

_FIRST_POINT = re.compile(r"(?<=[:;])\s-\s(?=\S)")
_NEXT_POINT = re.compile(
    r"(?<=[:;.])\s-\s(?=\S)|\s-\s(?=(?:Xét|XD|Xây dựng|Tổng kết|Họp|Tặng|Trình|Đề nghị|Công nhận|Thông qua|Báo cáo|Tổ chức)\b)"
)
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass
class Due:
    """One line of a deadline cell and the milestones it states."""

    text: str
    milestones: list[Json]


@dataclass
class PaperRow:
    """A row of one of the two tables. `number` is as printed, "" when there is none."""

    key: str
    part: str
    section: str
    number: str
    title: str
    directing: str
    implementing: list[str]
    coordinating: list[str]
    contents: list[str]
    due: list[Due]


@dataclass
class Paper:
    """A whole plan in words. `subject` is what follows KẾ HOẠCH; days are None where room is left to write them."""

    outside: Outside
    subject: str
    number: str | None
    dated: date | None
    tasks: list[PaperRow] = field(default_factory=list)
    sessions: list[PaperRow] = field(default_factory=list)
    footer: str = ""

    def rows(self) -> Iterator[PaperRow]:
        """Tasks, then rows of the council's programme."""
        yield from self.tasks
        yield from self.sessions

    def slots(self) -> dict[str, str]:
        """Every text that a person may change, by its place: `PL1.7:title`, `PL1.7:due1`, `s12:body`, `doc:subject`."""
        found = {
            "doc:subject": self.subject,
            "doc:tasks": self.outside.tasks.title,
            "doc:council": self.outside.council.title,
        }
        found |= {f"{block}:body": text for block, _level, text in self.outside.body}
        for row in self.rows():
            found[f"{row.key}:title"] = row.title
            found[f"{row.key}:who"] = "; ".join(row.coordinating)
            found |= {f"{row.key}:point{n}": point for n, point in enumerate(row.contents, 1)}
            found |= {f"{row.key}:due{n}": due.text for n, due in enumerate(row.due, 1)}
        return found

    def fill(self, texts: dict[str, str]) -> None:
        """Put other texts into their places; places not named keep theirs."""
        self.subject = texts.get("doc:subject", self.subject)
        self.outside.tasks.title = texts.get("doc:tasks", self.outside.tasks.title)
        self.outside.council.title = texts.get("doc:council", self.outside.council.title)
        self.outside.body = [
            (block, level, texts.get(f"{block}:body", text)) for block, level, text in self.outside.body
        ]
        for row in self.rows():
            row.title = texts.get(f"{row.key}:title", row.title)
            if who := texts.get(f"{row.key}:who"):
                row.coordinating = [name.strip() for name in who.split(";") if name.strip()]
            row.contents = [texts.get(f"{row.key}:point{n}", point) for n, point in enumerate(row.contents, 1)]
            for n, due in enumerate(row.due, 1):
                due.text = texts.get(f"{row.key}:due{n}", due.text)

    def context(self, made_at: datetime) -> Json:
        """The context of `DocumentKind.PLAN`. Rows whose number is no whole number are numbered by their place."""
        number = (self.number or "").partition("/")[0].strip() or None
        goes_with = self.outside.tasks.goes_with or self.outside.council.goes_with
        context = {
            "made_at": made_at.isoformat(),
            "letterhead": {
                "parent": None, "issuer": self.outside.issuer, "number": number, "symbol": self.outside.symbol,
                "place": self.outside.place, "dated": self.dated.isoformat() if self.dated else None,
            },
            "signature": {"lines": self.outside.signature, "name": self.outside.signer},
            "recipients": self.outside.recipients,
            "subject": self.subject,
            "body": [{"level": level, "text": text} for _block, level, text in self.outside.body],
            "attached_to": goes_with,
            "tasks_title": self.outside.tasks.title,
            "parts": self._parts(),
            "council_title": self.outside.council.title,
            "council": self._council(),
        }  # fmt: skip
        return {**context, "footer": self.footer} if self.footer else context

    def _parts(self) -> list[Json]:
        numbers = {id(row): n for n, row in enumerate(self.tasks, 1)}
        parts = []
        for place, (name, rows) in enumerate(groupby(self.tasks, lambda row: row.part)):
            sections = [(section, list(group)) for section, group in groupby(rows, lambda row: row.section)]
            made = [
                {
                    "mark": self._mark(section, n, _ROMANS) if section else None, "title": section or None,
                    "tasks": [_task(row, numbers[id(row)]) for row in group],
                }
                for n, (section, group) in enumerate(sections)
            ]  # fmt: skip
            if name:
                parts.append({"mark": self._mark(name, place, "ABCDEGH"), "title": name, "sections": made})
            else:  # sections alone: each stands as a heading of its own
                parts += [
                    {
                        "mark": one["mark"] or "",
                        "title": one["title"] or "",
                        "sections": [{**one, "mark": None, "title": None}],
                    }
                    for one in made
                ]
        return parts

    def _council(self) -> list[Json]:
        made = []
        for place, (section, group) in enumerate(groupby(self.sessions, lambda row: row.section)):
            rows = [_session(row, n) for n, row in enumerate(group, 1)]
            made.append({"mark": self._mark(section, place, _ROMANS), "title": section, "rows": rows})
        return made

    def _mark(self, label: str, place: int, marks: str | tuple[str, ...]) -> str:
        return self.outside.marks.get(words_of(label)) or marks[min(place, len(marks) - 1)]


def paper_of(reading: Json) -> Paper:
    """Return the paper of a plan in the exchange form `plan-read/1`, word for word as it stands there."""
    head = reading["document"]
    return Paper(
        outside=outside_of(reading),
        subject=head["title"] or "",
        number=head["number"],
        dated=date.fromisoformat(head["issued_on"]) if head["issued_on"] else None,
        tasks=[_row(row) for row in reading["tasks"]],
        sessions=[_row(row) for row in reading["sessions"]],
    )


def _row(row: Json) -> PaperRow:
    contents = [point for point in row.get("contents", ()) if point not in row["title"]]
    return PaperRow(
        key=row["key"], part=row.get("part") or "", section=row["section"] or "", number=row["number"] or "",
        title=row["title"], directing=row.get("directing", ""), implementing=row.get("implementing") or row.get("advising") or [],
        coordinating=row["coordinating"], contents=contents, due=due_lines(row["milestones"]),
    )  # fmt: skip


def due_lines(milestones: list[Json]) -> list[Due]:
    """The lines of a deadline cell: action and time. Milestones that state themselves with the same words share a line."""
    lines: list[Due] = []
    for milestone in milestones:
        label, printed = milestone["label"], milestone["printed"]
        text = printed if label in printed else f"{label} {printed}".strip()
        if not text:
            continue
        if lines and (text == lines[-1].text or (printed == lines[-1].milestones[-1]["printed"] and label in printed)):
            lines[-1].milestones.append(milestone)
        else:
            lines.append(Due(text, [milestone]))
    return lines


def read_back(row: PaperRow, year: int | None) -> bool:
    """Tell whether the reader finds in the row's deadline cell the milestones that it states, and no others."""
    readings = read_deadline("\n".join(_due(row)), year=year)
    stated = [milestone for due in row.due for milestone in due.milestones]
    return [(one.label, one.relation.value) for one in readings] == [(one["label"], one["relation"]) for one in stated]


def _task(row: PaperRow, place: int) -> Json:
    title, points = titled(row.title)
    return {
        "number": int(row.number) if row.number.isascii() and row.number.isdigit() else place,
        "title": title, "contents": points, "directing": row.directing, "implementing": row.implementing,
        "coordinating": row.coordinating, "due": _due(row),
    }  # fmt: skip


def _session(row: PaperRow, place: int) -> Json:
    return {
        "number": int(row.number) if row.number.isascii() and row.number.isdigit() else place,
        "title": f"{row.title}:" if row.contents and not row.title.endswith(":") else row.title,
        "contents": row.contents, "advising": row.implementing, "coordinating": row.coordinating, "due": _due(row),
    }  # fmt: skip


def _due(row: PaperRow) -> list[str]:
    """Several times of one task stand as points, so that each is read as its own."""
    return [due.text for due in row.due] if len(row.due) < 2 else [f"- {due.text}" for due in row.due]


def titled(text: str) -> tuple[str, list[str]]:
    """Part a title that runs on into points ("…: - Xét … - Xét …") into its head and its points, losing nothing."""
    first = _FIRST_POINT.search(text)
    if first is None:
        return text, []
    return text[: first.start()], _NEXT_POINT.split(text[first.end() :])
