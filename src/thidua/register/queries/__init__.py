"""Reading the ledger: search as people type, the honours of one recipient, likely matches of a nominee."""

from thidua.register.queries.asking import Filters
from thidua.register.queries.honours import (
    Inherited,
    certificate_of,
    former_names,
    honours_of,
    honours_under,
    inherited_by,
    looks_at,
    standing,
    suggested_matches,
    texts_of,
)
from thidua.register.queries.names import begins_with_number, called
from thidua.register.queries.pages import HonourRow, handed_with, honours_shown
from thidua.register.queries.sameness import (
    PairPage,
    joined_with,
    last_run,
    new_since_last_run,
    pair_page,
    pair_rows,
    pairs_of,
    spellings_of,
)
from thidua.register.queries.searching import Page, identity_number, lines_astray, search, shown_honours
from thidua.register.queries.units import family_of, predecessors_of, units_named, units_seen

__all__ = [
    "Filters",
    "HonourRow",
    "Inherited",
    "Page",
    "PairPage",
    "begins_with_number",
    "called",
    "certificate_of",
    "family_of",
    "former_names",
    "handed_with",
    "honours_of",
    "honours_shown",
    "honours_under",
    "identity_number",
    "inherited_by",
    "joined_with",
    "last_run",
    "lines_astray",
    "looks_at",
    "new_since_last_run",
    "pair_page",
    "pair_rows",
    "pairs_of",
    "predecessors_of",
    "search",
    "shown_honours",
    "spellings_of",
    "standing",
    "suggested_matches",
    "texts_of",
    "units_named",
    "units_seen",
]
