"""Django's entry for the room."""

from django.apps import AppConfig


class ClustersConfig(AppConfig):
    """Names the room."""

    name = "thidua.clusters"
    label = "clusters"
    default_auto_field = "django.db.models.BigAutoField"
