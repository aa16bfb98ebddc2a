"""Pages of the ledger."""

from thidua.register.views.changes import correct, hand_over, reissue, revoke
from thidua.register.views.pairs import pairs, rule
from thidua.register.views.recipient import describe
from thidua.register.views.searching import search

__all__ = ["correct", "describe", "hand_over", "pairs", "reissue", "revoke", "rule", "search"]
