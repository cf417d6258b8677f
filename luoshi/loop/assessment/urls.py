from django.urls import path

from luoshi.loop.assessment import views

urlpatterns = [
    path("", views.scorecard, name="scorecard"),
    path("<str:period>/", views.scorecard_period, name="scorecard_period"),
    path("<str:period>/publication/", views.publication, name="standing_publication"),
    path("<str:period>/closing/", views.closing, name="period_closing"),
    path("<str:period>/<slug:unit>/", views.score, name="score"),
]
