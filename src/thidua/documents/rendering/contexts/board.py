"""What the leader's board of a plan is made from: one A3 sheet."""

# The annotations are read at run time by `checking`, so they must not be postponed to strings.
from typing import Literal, TypedDict

Colour = Literal["late", "warn", "ok", "wait", "held"]


class BoardCount(TypedDict):
    """How many tasks have a colour."""

    kind: Colour
    count: int
    label: str


class BoardRow(TypedDict):
    """A task. `left` and `spare` are numbers in words ("−4"), empty where there are none."""

    number: str
    title: str
    due: str
    why: str
    left: str
    spare: str
    holders: str


class BoardGroup(TypedDict):
    """The tasks of one colour."""

    kind: Colour
    title: str
    rows: list[BoardRow]


class BoardMonth(TypedDict):
    """How many milestones a month has."""

    label: str
    count: int
    now: bool
    peak: bool


class BoardNote(TypedDict):
    """A heading beside the tasks with its lines."""

    title: str
    lines: list[str]


class PlanBoardContext(TypedDict):
    """Bảng lãnh đạo: mọi việc của kế hoạch trên một tờ A3. `rest` says in words that {n} tasks found no room."""

    made_at: str
    title: str
    subtitle: str
    counts: list[BoardCount]
    heads: list[str]
    groups: list[BoardGroup]
    load_title: str
    load_finding: str
    months: list[BoardMonth]
    notes: list[BoardNote]
    rest: str
