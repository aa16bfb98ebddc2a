"""Named routes of the room."""

from django.urls import path

from thidua.decisions import views

app_name = "decisions"

urlpatterns = [
    path("", views.decision_list, name="list"),
    path("lap/", views.draft, name="draft"),
    path("thu-hoi/<int:pk>/", views.propose_revocation, name="revoke"),
    path("<int:pk>/", views.decision, name="detail"),
    path("<int:pk>/sua/", views.change, name="change"),
    path("<int:pk>/bo-dong/<int:line>/", views.remove_line, name="remove_line"),
    path("<int:pk>/huy/", views.cancel, name="cancel"),
    path("<int:pk>/ban-hanh/", views.issue, name="issue"),
    path("<int:pk>/van-ban.<str:kind>", views.document, name="document"),
    path("<int:pk>/bang/", views.certificates, name="certificates"),
    path("<int:pk>/bang.pdf", views.certificates_pdf, name="certificates_pdf"),
]
