"""Whose own plan one is: a unit's, kept and decided on within that unit."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial"), ("plans", "0006_settled")]

    operations = [
        migrations.AddField(
            "plan", "unit",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="own_plans",
                to="organisation.unit", verbose_name="kế hoạch riêng của đơn vị",
            ),
        ),
    ]  # fmt: skip
