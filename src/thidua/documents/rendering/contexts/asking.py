"""What the papers on opinions are made from: the letter to an agency, the result of a public consultation."""

# The annotations are read at run time by `checking`, so they must not be postponed to strings.
from typing import TypedDict

from thidua.documents.rendering.contexts.parts import Letterhead, Person, SignedPaper


class AskedNominee(TypedDict):
    """One nominee of the list: name, position and unit, award."""

    name: str
    role: str
    award: str


class OpinionLetterContext(SignedPaper):
    """Công văn lấy ý kiến: to one agency, on the nominees of the list."""

    subject: str  # after "V/v"
    addressee: str
    opening: list[str]
    nominees: list[AskedNominee]
    requests: list[str]


class ConsultationResultContext(TypedDict):
    """Kết quả lấy ý kiến Nhân dân: how long, on whom, how many comments and what became of them. No comment is printed."""

    made_at: str
    letterhead: Letterhead
    subject: str
    facts: list[str]
    nominees: list[AskedNominee]
    counts: list[list[str]]  # nominee; comments; valid; not about the matter; became a hold
    conclusion: list[str]
    maker: Person
    head: Person
