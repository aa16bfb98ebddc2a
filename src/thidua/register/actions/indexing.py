"""Bringing the search index back to what the ledger says, should it ever have been left behind."""

from __future__ import annotations

from django.db import connection, transaction

from thidua.register.keys import decision_key, honour_words
from thidua.register.models import Honour
from thidua.register.queries.searching import lines_astray
from thidua.register.searching import FILL

STEP = 2000


@transaction.atomic
def recount() -> int:
    """Work out the words of every honour and every line of the index anew. Returns how many were wrong: none, unless
    rows were written past the models without their words, or the triggers were put aside.
    """
    wrong = _words_again() + lines_astray()
    with connection.cursor() as cursor:
        cursor.execute(FILL)
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO register_search(register_search) VALUES ('rebuild')")
    return wrong


def _words_again() -> int:
    wrong: list[Honour] = []
    rows = Honour.objects.only("recipient_name", "unit_name", "decision_number", "words", "decision_key")
    for row in rows.order_by("pk").iterator(chunk_size=STEP):
        kept = row.words, row.decision_key
        row.words = honour_words(row.recipient_name, row.unit_name, row.decision_number)
        row.decision_key = decision_key(row.decision_number)
        if kept != (row.words, row.decision_key):
            wrong.append(row)
    Honour.objects.bulk_update(wrong, ["words", "decision_key"], batch_size=500)
    return len(wrong)
