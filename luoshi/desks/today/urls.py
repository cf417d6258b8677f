from django.urls import path

from luoshi.desks.today import views

urlpatterns = [
    path("", views.home, name="home"),
    path("today/", views.today, name="today"),
]
