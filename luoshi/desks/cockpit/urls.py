from django.urls import path

from luoshi.desks.cockpit import views

urlpatterns = [path("cockpit/", views.cockpit, name="cockpit")]
