"""What the minutes of the council are made from. Fractions are of the whole membership, present or not."""

# The annotations are read at run time by `checking`, so they must not be postponed to strings.
from typing import NotRequired, TypedDict

from thidua.documents.rendering.contexts.parts import Letterhead, Person


class Result(TypedDict):
    """What a ballot said of one nominee. `passed` was decided by the caller."""

    name: str
    unit: str
    agree: int
    disagree: int
    invalid: int
    passed: bool


class Ballot(TypedDict):
    """One question put to the council. Fractions are of the whole membership, present or not."""

    title: str
    members_total: int
    rule: str  # the threshold in words, with its source
    results: list[Result]


class Absent(TypedDict):
    """A member who did not come."""

    name: str
    role: str
    reason: str
    written_opinion: bool


class SessionMinutesContext(TypedDict):
    """Biên bản họp Hội đồng."""

    made_at: str
    letterhead: Letterhead
    subject: str
    started_at: str
    ended_at: str
    venue: str
    members_total: int
    present: list[Person]
    absent: list[Absent]
    guests: list[Person]
    chair: Person
    secretary: Person
    agenda: list[str]
    proceedings: list[str]
    public_notice: str | None  # result of the public consultation
    ballots: list[Ballot]
    conclusions: list[str]
    footer: NotRequired[str]


class TallyMinutesContext(TypedDict):
    """Biên bản kiểm phiếu."""

    made_at: str
    letterhead: Letterhead
    subject: str
    started_at: str
    ended_at: str
    venue: str
    members_total: int
    tellers: list[Person]  # the first is the head
    witnesses: list[Person]
    issued: int
    returned: int
    valid: int
    invalid: int
    ballots: list[Ballot]
    remarks: list[str]
    chair: Person
    footer: NotRequired[str]
