from django.urls import path

from luoshi.desks.ledger import excel, views

urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger.xlsx", excel.ledger_excel, name="ledger_excel"),
    path("ledger/<int:seq>/", views.entry, name="entry"),
]
