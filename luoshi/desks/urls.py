"""The desks: pages that stand across rooms."""

from django.urls import include, path

urlpatterns = [
    path("", include("luoshi.desks.worklist.urls")),
    path("", include("luoshi.desks.cockpit.urls")),
    path("", include("luoshi.desks.ledger.urls")),
    path("", include("luoshi.desks.organisation.urls")),
    path("", include("luoshi.desks.rules.urls")),
    path("", include("luoshi.desks.sheets.urls")),
    path("", include("luoshi.desks.today.urls")),
    path("", include("luoshi.desks.reporting.urls")),
    path("", include("luoshi.desks.matter.urls")),
    path("", include("luoshi.desks.situation.urls")),
]
