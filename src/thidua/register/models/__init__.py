"""The ledger of honours. A row is written once; corrections and revocations are rows beside it."""

from __future__ import annotations

from thidua.register.models.honours import Honour, HonourChange, HonourStatus, Level, Route
from thidua.register.models.importing import (
    ImportBlock,
    ImportState,
    KnownAs,
    LearntWord,
    LedgerImport,
    LineClass,
    SuspectedSame,
)
from thidua.register.models.recipients import Recipient, RecipientKind
from thidua.register.models.sameness import NearKey, SameRuling, SuspicionRun
from thidua.register.models.searching import SearchEntry

__all__ = [
    "Honour",
    "HonourChange",
    "HonourStatus",
    "ImportBlock",
    "ImportState",
    "KnownAs",
    "LearntWord",
    "LedgerImport",
    "Level",
    "LineClass",
    "NearKey",
    "Recipient",
    "RecipientKind",
    "Route",
    "SameRuling",
    "SearchEntry",
    "SuspectedSame",
    "SuspicionRun",
]
