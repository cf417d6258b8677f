"""Every URL of the house: signing in and out, then each room's nouns."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

# Of allauth only what a closed house needs: nobody registers, and a lost password is issued anew by an administrator.
urlpatterns = [
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("", include("luoshi.desks.urls")),
    path("", include("luoshi.kinds.target.urls")),
    path("", include("luoshi.kinds.target.neighbours.urls")),
    path("meetings/", include("luoshi.loop.meetings.urls")),
    path("outlook/", include("luoshi.loop.outlook.urls")),
    path("scorecard/", include("luoshi.loop.assessment.urls")),
    path("bulletins/", include("luoshi.loop.bulletins.urls")),
    path("stocktakes/", include("luoshi.loop.stocktakes.urls")),
]
