"""Named routes of the room."""

from django.urls import path

from thidua.register import views

app_name = "register"

urlpatterns = [
    path("", views.search, name="search"),
    path("<int:pk>/", views.recipient, name="recipient"),
    path("lan-khen/<int:pk>/dinh-chinh/", views.correct, name="correct"),
    path("lan-khen/<int:pk>/cap-lai-bang/", views.reissue, name="reissue"),
    path("lan-khen/<int:pk>/trao-bang/", views.hand_over, name="hand_over"),
    path("nghi-trung/", views.pairs, name="pairs"),
    path("nghi-trung/<int:pk>/", views.rule, name="rule"),
]
