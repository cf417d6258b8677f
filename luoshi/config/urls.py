"""Every URL of the house: allauth's login, then each room's nouns."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("", include("luoshi.desks.urls")),
    path("meetings/", include("luoshi.loop.meetings.urls")),
    path("scorecard/", include("luoshi.loop.assessment.urls")),
    path("bulletins/", include("luoshi.loop.bulletins.urls")),
]
