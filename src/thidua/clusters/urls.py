"""Named routes of the room."""

from django.urls import path

from thidua.clusters import views

app_name = "clusters"

urlpatterns = [path("", views.clusters, name="list")]
