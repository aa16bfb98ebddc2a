"""The root of all addresses. Paths are Vietnamese without accents."""

from django.urls import include, path
from django.views.i18n import set_language

from thidua.accounts.urls import shared as account_routes
from thidua.config.gallery import gallery

urlpatterns = [
    path("", include("thidua.desk.urls")),
    path("tai-khoan/", include("thidua.accounts.urls")),
    path("tai-khoan/", include(account_routes)),
    path("ke-hoach/", include("thidua.plans.urls")),
    path("ho-so/", include("thidua.dossiers.urls")),
    path("hoi-dong/", include("thidua.councils.urls")),
    path("quyet-dinh/", include("thidua.decisions.urls")),
    path("so-khen-thuong/", include("thidua.register.urls")),
    path("", include("thidua.awards.urls")),
    path("danh-muc/cum-khoi/", include("thidua.clusters.urls")),
    path("danh-muc/", include("thidua.organisation.urls")),
    path("kiem-tra/", include("thidua.portal.urls")),
    path("lay-y-kien/", include("thidua.portal.consulting_urls")),
    path("thong-bao/", include("thidua.notices.urls")),
    path("ngon-ngu/", set_language, name="set_language"),
    path("thanh-phan/", gallery, name="gallery"),
]

handler400 = "thidua.config.refusals.unreadable"
handler403 = "thidua.config.refusals.denied"
