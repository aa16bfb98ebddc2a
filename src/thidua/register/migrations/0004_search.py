"""Words and keys of the honours that stand already, the search index, and the database's refusal to change the ledger."""

from django.db import migrations

from thidua.register import guards, searching
from thidua.register.keys import decision_key, honour_words


def work_out(apps, _schema_editor):
    """Fill the new columns of the honours that stand already."""
    honours = apps.get_model("register", "Honour")
    rows = honours.objects.only("recipient_name", "unit_name", "decision_number")
    batch = []
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        row.words = honour_words(row.recipient_name, row.unit_name, row.decision_number)
        row.decision_key = decision_key(row.decision_number)
        batch.append(row)
        if len(batch) == 2000:
            honours.objects.bulk_update(batch, ["words", "decision_key"], batch_size=500)
            batch = []
    honours.objects.bulk_update(batch, ["words", "decision_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("register", "0003_ledger")]
    operations = [
        migrations.RunPython(work_out, migrations.RunPython.noop),
        migrations.RunPython(searching.install_in_migration, searching.lift_in_migration),
        migrations.RunPython(guards.install_in_migration, guards.lift_in_migration),
    ]
