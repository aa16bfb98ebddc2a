"""Named routes of the room."""

from django.urls import path

from thidua.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("tim/", views.search, name="search"),
    path("tro-giup/", views.help_page, name="help"),
    path("o-lai/", views.keep, name="keep"),
    path("nhat-ky/", views.journal, name="journal"),
]
