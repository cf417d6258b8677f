from django.urls import path

from luoshi.desks.situation import views

urlpatterns = [
    path("situation/", views.situation_page, name="situation"),
    path("situation/<slug:code>/", views.gap_page, name="gap"),
]
