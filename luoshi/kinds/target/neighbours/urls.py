from django.urls import path

from luoshi.kinds.target.neighbours import views

urlpatterns = [
    path("neighbours/", views.neighbours, name="neighbours"),
]
