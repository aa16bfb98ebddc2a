"""Django's entry for the room."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Names the room, and tells the letters how a milestone stands on the day they go out."""

    name = "thidua.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Once models are loaded: the letters ask this room about its reminders."""
        from thidua.notices.letters import STANDINGS  # noqa: PLC0415 - models are loaded only now
        from thidua.plans.queries.standing import standing_now  # noqa: PLC0415
        from thidua.plans.reminding.steps import Level  # noqa: PLC0415

        STANDINGS.update({f"plans.{level}": standing_now for level in Level})
