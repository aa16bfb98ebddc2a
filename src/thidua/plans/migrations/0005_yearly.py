"""Several plans of one issuer are in force beside the programme of the year."""

from typing import Any

from django.db import migrations, models


def name_programmes(apps: Any, _editor: Any) -> None:
    """Of every year the plan put in force last was the one the room opened with."""
    plans = apps.get_model("plans", "Plan")
    for state in ("active", "closed"):
        years: set[int | None] = set()
        for plan in plans.objects.filter(state=state).order_by("-activated_at", "-id"):
            if plan.year not in years:
                years.add(plan.year)
                plans.objects.filter(pk=plan.pk).update(yearly=True)


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_usual_order")]

    operations = [
        migrations.RemoveConstraint("plan", "plan_one_active_an_issuer_a_year"),
        migrations.AddField(
            "plan", "yearly",
            models.BooleanField("kế hoạch công tác năm của Thành phố", default=False),
        ),
        migrations.RunPython(name_programmes, migrations.RunPython.noop),
        migrations.AddConstraint(
            "plan",
            models.UniqueConstraint(
                condition=models.Q(("state", "active"), ("yearly", True)), fields=("year",),
                name="plan_one_of_the_year_in_force",
            ),
        ),
    ]  # fmt: skip
