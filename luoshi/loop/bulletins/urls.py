from django.urls import path

from luoshi.loop.bulletins import views

urlpatterns = [
    path("", views.index, name="bulletins"),
    path("new/", views.new, name="bulletin_new"),
    path("<slug:code>/", views.bulletin, name="bulletin"),
    path("<slug:code>/bulletin.docx", views.document, name="bulletin_file"),
]
