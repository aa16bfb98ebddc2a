"""Named routes of the room: allauth's own views, only those that are offered."""

from allauth.account import views as allauth_views
from django.urls import include, path
from django.views.generic import RedirectView

from thidua.accounts import views

app_name = "accounts"

urlpatterns = [path("", views.security, name="security")]

# allauth reverses these names without a namespace, so they are mounted beside, not inside, the room's own.
shared = [
    path("dang-nhap/", allauth_views.login, name="account_login"),
    path("dang-xuat/", allauth_views.logout, name="account_logout"),
    path("dang-ky/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("ngung/", allauth_views.account_inactive, name="account_inactive"),
    path("xac-nhan-lai/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/", allauth_views.password_change, name="account_change_password"),
    path("hai-buoc/", include("allauth.mfa.urls")),
]
