from django.urls import path

from luoshi.kinds.target.neighbours import excel, views

urlpatterns = [
    path("neighbours/", views.neighbours, name="neighbours"),
    path("neighbours.xlsx", excel.neighbours_excel, name="neighbours_excel"),
]
