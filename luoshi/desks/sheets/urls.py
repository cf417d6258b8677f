from django.urls import path

from luoshi.desks.sheets import uploads, views

urlpatterns = [
    path("sheets/", views.sheets, name="sheets"),
    path("sheets/uploads/<int:pk>/", uploads.upload, name="upload"),
    path("sheets/uploads/<int:pk>/columns/", uploads.columns, name="upload_columns"),
    path("sheets/uploads/<int:pk>/head/", uploads.head, name="upload_head"),
    path("sheets/uploads/<int:pk>/acceptance/", uploads.acceptance, name="upload_acceptance"),
    path("sheets/uploads/<int:pk>/cancellation/", uploads.cancellation, name="upload_cancellation"),
    path("sheets/uploads/<int:pk>/continuation/", uploads.continuation, name="upload_continuation"),
    path("sheets/uploads/<int:pk>/removal/", uploads.removal, name="upload_removal"),
    path("sheets/uploads/<int:pk>/refused.xlsx", uploads.refused, name="upload_refused"),
    path("sheets/<slug:code>/", views.sheet, name="sheet"),
    path("sheets/<slug:code>/blank.xlsx", views.blank, name="sheet_blank"),
    path("sheets/<slug:code>/rows.xlsx", views.rows, name="sheet_rows"),
]
