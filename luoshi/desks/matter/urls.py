from django.urls import path

from luoshi.desks.matter import changes, judging, registration, views

urlpatterns = [
    path("worklist/new/", registration.matter_new, name="matter_new"),
    path("matters/<slug:code>/", views.matter, name="matter"),
    path("matters/<slug:code>/reports/<int:made>/verification/", judging.verification, name="verification"),
    path("matters/<slug:code>/reports/<int:made>/return/", judging.return_, name="return"),
    path("matters/<slug:code>/stage/", changes.stage, name="stage"),
    path("matters/<slug:code>/amendment/", changes.amendment, name="amendment"),
    path("matters/<slug:code>/goal/", changes.goal, name="goal"),
]
