"""Named routes of the room."""

from django.urls import path

from thidua.organisation import views

app_name = "organisation"

urlpatterns = [
    path("", views.units, name="units"),
    path("don-vi/<int:pk>/", views.unit, name="unit"),
    path("lich-nghi/", views.calendar, name="calendar"),
    path("lich-nghi/<int:year>/", views.calendar, name="calendar_year"),
    path("nhiem-vu/", views.act_as, name="act_as"),
]
