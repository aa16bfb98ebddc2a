"""What letters (công văn) are made from."""

# The annotations are read at run time by `checking`, so they must not be postponed to strings.
from typing import TypedDict

from thidua.documents.rendering.contexts.parts import SignedPaper


class UrgedItem(TypedDict):
    """One thing a unit still owes: what it is, by when it was due, how late it is, all in words."""

    what: str
    due: str
    late: str


class UrgedUnit(TypedDict):
    """A unit that is late and what it owes."""

    name: str
    items: list[UrgedItem]


class UrgingContext(SignedPaper):
    """Công văn đôn đốc. The units are the addressees; few are named, many stand on an attached list."""

    subject: str  # after "V/v"
    opening: list[str]
    units: list[UrgedUnit]
    requests: list[str]
