"""Named routes of the room."""

from django.urls import path

from thidua.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/mo/", views.follow, name="follow"),
    path("<int:pk>/da-doc/", views.read, name="read"),
    path("da-doc-het/", views.read_all, name="read_all"),
    path("tuy-chon/", views.choices, name="choices"),
    path("lich/tao/", views.feed_make, name="feed_make"),
    path("lich/thu-hoi/", views.feed_revoke, name="feed_revoke"),
]
