from django.urls import path

from luoshi.desks.rules import views

urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("rules/<slug:name>/", views.rule, name="rule"),
]
