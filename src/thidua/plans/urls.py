"""Named routes of the room."""

from django.urls import URLPattern

app_name = "plans"

urlpatterns: list[URLPattern] = []
