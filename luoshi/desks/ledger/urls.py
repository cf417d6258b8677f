from django.urls import path

from luoshi.desks.ledger import views

urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/<int:seq>/", views.entry, name="entry"),
]
