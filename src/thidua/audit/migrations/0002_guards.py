"""The database itself refuses to change or delete journal rows."""

from django.db import migrations

from thidua.audit.guards import install_in_migration, lift_in_migration


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(install_in_migration, lift_in_migration)]
