"""Pages of the ledger."""

from thidua.register.views.changes import correct, hand_over, reissue
from thidua.register.views.pairs import pairs, rule
from thidua.register.views.recipient import recipient
from thidua.register.views.searching import search

__all__ = ["correct", "hand_over", "pairs", "recipient", "reissue", "rule", "search"]
