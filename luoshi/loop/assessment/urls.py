from django.urls import path

from luoshi.loop.assessment import excel, views

urlpatterns = [
    path("", views.scorecard, name="scorecard"),
    path("<str:period>/", views.scorecard_period, name="scorecard_period"),
    path("<str:period>.xlsx", excel.scorecard_excel, name="scorecard_excel"),
    path("<str:period>/publication/", views.publication, name="standing_publication"),
    path("<str:period>/closing/", views.closing, name="period_closing"),
    path("<str:period>/<slug:unit>/", views.score, name="score"),
    path("<str:period>/<slug:unit>.xlsx", excel.score_excel, name="score_excel"),
]
