"""Named routes of the room."""

from django.urls import path

from thidua.councils import views

app_name = "councils"

urlpatterns = [
    path("", views.council_list, name="list"),
    path("<int:pk>/", views.council, name="council"),
    path("<int:pk>/phien-moi/", views.new_session, name="session_new"),
    path("phien/<int:pk>/", views.session, name="session"),
    path("phien/<int:pk>/sua/", views.edit_session, name="session_edit"),
    path("phien/<int:pk>/mo-phieu/", views.open_ballot, name="open_ballot"),
    path("phien/<int:pk>/huy-mo-phieu/", views.call_off, name="call_off"),
    path("phien/<int:pk>/nhap-phieu/", views.type_counts, name="type_counts"),
    path("phien/<int:pk>/bo-ban-nhap/", views.discard, name="discard"),
    path("phien/<int:pk>/bien-ban/", views.minutes, name="minutes"),
    path("phien/<int:pk>/tep/<str:which>/", views.paper, name="paper"),
]
