"""Named routes of the room."""

from django.urls import path

from thidua.register import views
from thidua.register.views import importing

app_name = "register"

urlpatterns = [
    path("", views.search, name="search"),
    path("<int:pk>/thong-tin/", views.describe, name="describe"),
    path("lan-khen/<int:pk>/dinh-chinh/", views.correct, name="correct"),
    path("lan-khen/<int:pk>/cap-lai-bang/", views.reissue, name="reissue"),
    path("lan-khen/<int:pk>/thu-hoi/", views.revoke, name="revoke"),
    path("lan-khen/<int:pk>/trao-bang/", views.hand_over, name="hand_over"),
    path("nghi-trung/", views.pairs, name="pairs"),
    path("nghi-trung/<int:pk>/", views.rule, name="rule"),
    path("nap-so/", importing.imports, name="imports"),
    path("nap-so/<int:pk>/", importing.ledger_import, name="import"),
    path("nap-so/<int:pk>/cach-hieu/", importing.explain, name="import_explain"),
    path("nap-so/<int:pk>/ghi/", importing.write, name="import_write"),
    path("nap-so/<int:pk>/bo/", importing.drop, name="import_drop"),
    path("nap-so/<int:pk>/can-sua.xlsx", importing.give_back, name="import_bad"),
    path("nap-so/<int:pk>/tep-goc/", importing.original, name="import_file"),
    path("lan-khen/<int:pk>/dong-nguon/", importing.source, name="import_source"),
]
