"""Writing the ledger: honours are granted, corrected, revoked; never edited or deleted."""

from thidua.register.actions.changing import Basis, correct, note_revocation, reissue, revoke
from thidua.register.actions.granting import grant, grant_many, hand_over
from thidua.register.actions.indexing import recount
from thidua.register.actions.recipients import describe, look_at, recipient_for, recipient_for_person
from thidua.register.actions.sameness import look_for_pairs, rule

__all__ = [
    "Basis",
    "correct",
    "describe",
    "grant",
    "grant_many",
    "hand_over",
    "look_at",
    "look_for_pairs",
    "note_revocation",
    "recipient_for",
    "recipient_for_person",
    "recount",
    "reissue",
    "revoke",
    "rule",
]
