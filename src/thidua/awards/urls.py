"""Named routes of the room: the law, and the pages of the register where the law is read beside it."""

from django.urls import path

from thidua.awards.views import amending, law, recipient

app_name = "awards"

urlpatterns = [
    path("phap-luat/", law.catalogue, name="list"),
    path("phap-luat/gia-tri-chung/", law.common, name="common"),
    path("phap-luat/so-sanh/", law.comparison, name="compare"),
    path("phap-luat/bo-quy-dinh/", law.rulesets, name="rulesets"),
    path("phap-luat/bo-quy-dinh/them/", amending.add_ruleset, name="add_ruleset"),
    path("phap-luat/thay-doi/", law.amendments, name="amendments"),
    path("phap-luat/thay-doi/<int:pk>/", law.amendment, name="amendment"),
    path("phap-luat/thay-doi/<int:pk>/rut/", amending.withdraw, name="withdraw"),
    path("phap-luat/so-lieu/<str:key>/", law.value, name="value"),
    path("phap-luat/so-lieu/<str:key>/sua/", amending.change_value, name="change_value"),
    path("phap-luat/dieu-kien/<str:key>/", law.condition, name="condition"),
    path("phap-luat/dieu-kien/<str:key>/sua/", amending.change_condition, name="change_condition"),
    path("phap-luat/dieu-kien/<str:key>/ket-thuc/", amending.end_condition, name="end_condition"),
    path("phap-luat/doi-chieu/<str:sort>/<str:key>/", amending.confirm, name="confirm"),
    path("phap-luat/danh-muc/<str:code>/", law.award, name="award"),
    path("phap-luat/danh-muc/<str:code>/them-dieu-kien/", amending.add_condition, name="add_condition"),
    path("so-khen-thuong/<int:pk>/", recipient.recipient, name="recipient"),
]
