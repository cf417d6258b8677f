from django.urls import path

from luoshi.desks.reporting import views

urlpatterns = [
    path("matters/<slug:code>/reports/", views.reports, name="reports"),
    path("matters/<slug:code>/reports/echo/", views.report_echo, name="report_echo"),
    path("evidence/<int:pk>/<str:name>", views.evidence, name="evidence"),
]
