"""Where the two appendices differ, and how a person settled it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_yearly")]

    operations = [
        migrations.AddField(
            "councilrow", "settled",
            models.JSONField("điều khác với nhiệm vụ, đã thống nhất", blank=True, default=list),
        ),
    ]  # fmt: skip
