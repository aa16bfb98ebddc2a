"""Named routes of the room: public, no account."""

from django.urls import path

from thidua.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("bien-nhan/<str:code>/", views.receipt, name="receipt"),
    path("<str:code>/", views.verify, name="verify"),
]
