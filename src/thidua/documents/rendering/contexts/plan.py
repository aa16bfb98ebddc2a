"""What the plan of a year is made from."""

# The annotations are read at run time by `checking`, so they must not be postponed to strings.
from typing import Literal, TypedDict

from thidua.documents.rendering.contexts.parts import SignedPaper


class PlanTask(TypedDict):
    """A row of appendix 1. Organisations are printed one after another, deadlines line by line."""

    number: int
    title: str
    contents: list[str]
    directing: str
    implementing: list[str]
    coordinating: list[str]
    due: list[str]


class PlanSection(TypedDict):
    """A quarter; `mark` and `title` are None where tasks stand directly under their part."""

    mark: str | None
    title: str | None
    tasks: list[PlanTask]


class PlanPart(TypedDict):
    """Part A or B."""

    mark: str
    title: str
    sections: list[PlanSection]


class CouncilRow(TypedDict):
    """A row of appendix 2."""

    number: int
    title: str
    contents: list[str]
    advising: list[str]
    coordinating: list[str]
    due: list[str]


class CouncilSection(TypedDict):
    """A section of appendix 2."""

    mark: str
    title: str
    rows: list[CouncilRow]


class BodyBlock(TypedDict):
    """A heading (level 1 to 3) or a paragraph (level 0) of the body."""

    level: Literal[0, 1, 2, 3]
    text: str


class PlanContext(SignedPaper):
    """Kế hoạch công tác năm với Phụ lục 1 (tiến độ) và Phụ lục 2 (chương trình của Hội đồng)."""

    subject: str
    body: list[BodyBlock]
    attached_to: str  # line under the titles of the appendices
    tasks_title: str
    parts: list[PlanPart]
    council_title: str
    council: list[CouncilSection]
