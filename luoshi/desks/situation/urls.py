from django.urls import path

from luoshi.desks.situation import excel, views

urlpatterns = [
    path("situation/", views.situation_page, name="situation"),
    path("situation.xlsx", excel.situation_excel, name="situation_excel"),
    path("situation/<slug:code>/", views.gap_page, name="gap"),
    path("situation/<slug:code>.xlsx", excel.gap_excel, name="gap_excel"),
]
