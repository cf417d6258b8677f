from django.urls import path

from luoshi.loop.outlook import excel, views

urlpatterns = [
    path("", views.outlook, name="outlook"),
    path("year-ends.xlsx", excel.year_ends_excel, name="year_ends_excel"),
    path("finish-dates.xlsx", excel.finish_dates_excel, name="finish_dates_excel"),
    path("calibration/", views.calibration, name="outlook_calibration"),
    path("mine/", views.mine, name="outlook_mine"),
    path("<str:period>/publication/", views.publication, name="outlook_publication"),
]
