"""Very many judged at once: facts as columns, conditions as functions on arrays, the single judge's answers.

:func:`evaluate` gives statuses alone, :func:`judge_bulk` and :func:`sheets` give them with their reasons.
"""

from . import answering_honours, answering_years
from .asking import STATUSES
from .columns import Columns
from .evaluating import Outcome, evaluate
from .filling import columns_of
from .sheets import judge_bulk, sheets

__all__ = [
    "STATUSES",
    "Columns",
    "Outcome",
    "answering_honours",
    "answering_years",
    "columns_of",
    "evaluate",
    "judge_bulk",
    "sheets",
]
