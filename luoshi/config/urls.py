"""Every URL of the house: allauth's login, then each room's nouns."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("luoshi.desks.urls")),
    path("meetings/", include("luoshi.loop.meetings.urls")),
    path("scorecard/", include("luoshi.loop.assessment.urls")),
    path("bulletins/", include("luoshi.loop.bulletins.urls")),
]
