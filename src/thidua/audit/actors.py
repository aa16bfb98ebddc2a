"""Who acts, as the journal knows it: opaque keys, no names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """The person who acts, the unit acted for and the duty used. Keys look like `user:12` and `unit:3`."""

    key: str
    unit: str = ""
    duty: str = ""


SYSTEM = Actor("system")
