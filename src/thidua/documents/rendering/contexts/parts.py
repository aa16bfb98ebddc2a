"""Parts that several contexts share."""

# The annotations are read at run time by `checking`, so they must not be postponed to strings.
from typing import NotRequired, TypedDict


class Letterhead(TypedDict):
    """The head of a paper. `number` is printed with two digits at least, as `number/symbol`."""

    parent: str | None  # cơ quan chủ quản
    issuer: str  # cơ quan ban hành; "\n" breaks the line
    number: str | None  # "4127"; None leaves room for a handwritten number
    symbol: str  # "QĐ-UBND"; "" when this kind of paper carries no number
    place: str  # địa danh
    dated: str | None  # ISO day


class Signature(TypedDict):
    """Who signs. `lines` are authority and post, such as ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]."""

    lines: list[str]
    name: str


class Person(TypedDict):
    """Somebody who takes part, with the duty held there."""

    name: str
    role: str


class Entry(TypedDict):
    """A recipient in a list. A column is printed when at least one entry has something to say in it."""

    name: str
    sex: NotRequired[str]
    birth_year: NotRequired[str]
    role: NotRequired[str]  # position held
    unit: NotRequired[str]
    award: NotRequired[str]
    achievement: NotRequired[str]
    earlier_honours: NotRequired[list[str]]
    vote: NotRequired[str]
    initiative: NotRequired[str]
    note: NotRequired[str]


class Group(TypedDict):
    """A part of a list, such as the collectives; numbering goes on through the groups."""

    title: str | None
    entries: list[Entry]


class SignedPaper(TypedDict):
    """What papers with a head, a signature and recipients have in common."""

    made_at: str
    letterhead: Letterhead
    signature: Signature
    recipients: list[str]
    footer: NotRequired[str]  # small line at the foot of every page
