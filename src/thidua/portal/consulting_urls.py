"""Named routes of public consultation: public, no account."""

from django.urls import path

from thidua.portal import consulting

app_name = "consulting"

urlpatterns = [
    path("", consulting.lists, name="lists"),
    path("<str:code>/", consulting.published, name="list"),
    path("<str:code>/gui/", consulting.write, name="write"),
    path("<str:code>/da-gui/", consulting.thanks, name="thanks"),
]
