"""Django's entry for the room."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"
