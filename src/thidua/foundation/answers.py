"""The answer of a policy, and the two exceptions an action raises when the answer is no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no, with a Vietnamese sentence for the no.

    `reason` is shown to the user as it is; it is empty when `allowed` is true.
    """

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        """Tell whether the answer is yes."""
        return self.allowed

    @classmethod
    def yes(cls) -> Self:
        """Allow."""
        return cls(True)

    @classmethod
    def no(cls, reason: str) -> Self:
        """Forbid, with the Vietnamese sentence that says why."""
        return cls(False, reason)

    def or_refuse(self) -> None:
        """Do nothing on yes; raise `Refused` with the reason on no."""
        if not self.allowed:
            raise Refused(self.reason)


class Refused(Exception):  # noqa: N818 - an answer the user is entitled to, not a fault
    """A policy or a rule said no; `reason` is the Vietnamese sentence shown to the user."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Conflict(Refused):
    """Somebody else changed the thing first; the user is asked to look again."""
