"""Named routes of the room."""

from django.urls import path

from thidua.plans.views import importing, listing, reviewing, tracking

app_name = "plans"

urlpatterns = [
    path("", listing.listing, name="list"),
    path("nap/", importing.upload, name="upload"),
    path("van-ban-mau/", importing.sample, name="sample"),
    path("<int:pk>/", listing.board, name="board"),
    path("<int:pk>/van-ban/", listing.source, name="source"),
    path("<int:pk>/tep/", listing.original, name="file"),
    path("<int:pk>/soat/", reviewing.review, name="review"),
    path("<int:pk>/soat/<int:flag>/", reviewing.resolve, name="resolve"),
    path("<int:pk>/soat/<int:flag>/mo-lai/", reviewing.reopen, name="reopen"),
    path("<int:pk>/giu-nhu-in/", reviewing.keep_all, name="keep_all"),
    path("<int:pk>/cach-tinh/", reviewing.counting, name="counting"),
    path("<int:pk>/phat-hanh/", reviewing.activate, name="activate"),
    path("<int:pk>/bo/", reviewing.discard, name="discard"),
    path("<int:pk>/ket-thuc/", reviewing.close, name="close"),
    path("viec/<int:pk>/", tracking.task, name="task"),
    path("moc/<int:pk>/", tracking.milestone, name="milestone"),
    path("moc/<int:pk>/bo-bao-xong/", tracking.undo, name="undo"),
    path("moc/<int:pk>/minh-chung/", tracking.evidence, name="evidence"),
]
