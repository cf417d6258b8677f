from django.urls import path

from luoshi.loop.outlook import views

urlpatterns = [
    path("", views.outlook, name="outlook"),
    path("calibration/", views.calibration, name="outlook_calibration"),
    path("mine/", views.mine, name="outlook_mine"),
    path("<str:period>/publication/", views.publication, name="outlook_publication"),
]
