from django.urls import path

from luoshi.desks.worklist import views

urlpatterns = [
    path("worklist/", views.worklist, name="worklist"),
    path("worklist.xlsx", views.worklist_sheet, name="worklist_sheet"),
    path("worklist/views/", views.views, name="worklist_views"),
    path("worklist/views/<int:pk>/removal/", views.view_removal, name="worklist_view_removal"),
]
