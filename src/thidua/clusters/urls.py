"""Named routes of the room."""

from django.urls import path

from thidua.clusters import views

app_name = "clusters"

urlpatterns = [
    path("", views.clusters, name="list"),
    path("ke-hoach/<int:pk>/", views.plan_of_clusters, name="plan"),
    path("nop/<int:pk>/", views.hand_in, name="hand_in"),
    path("<int:pk>/da-nop/", views.handed_in, name="handed_in"),
    path("da-nop/<int:pk>/tep/", views.handed_in_file, name="handed_in_file"),
]
