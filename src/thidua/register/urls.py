"""Named routes of the room."""

from django.urls import path

from thidua.register import views

app_name = "register"

urlpatterns = [
    path("", views.search, name="search"),
]
