from django.urls import path

from luoshi.kinds.target.neighbours import views

urlpatterns = [
    path("", views.neighbours, name="neighbours"),
]
