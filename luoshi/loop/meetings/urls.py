from django.urls import path

from luoshi.loop.meetings.views import assignment, directives, meetings

urlpatterns = [
    path("", meetings.index, name="meetings"),
    path("new/", meetings.new, name="meeting_new"),
    path("<slug:code>/", meetings.meeting, name="meeting"),
    path("<slug:code>/minutes/", meetings.minutes, name="minutes"),
    path("<slug:code>/assignment/", assignment.assignment, name="assignment"),
    path("<slug:code>/merger/", directives.merger, name="merger"),
    path("<slug:code>/directives/", directives.marked, name="directives"),
    path("<slug:code>/directives/<int:number>/", directives.directive, name="directive"),
    path("<slug:code>/directives/<int:number>/parts/", directives.parts, name="directive_parts"),
    path("<slug:code>/directives/<int:number>/omission/", directives.omission, name="directive_omission"),
    path(
        "<slug:code>/directives/<int:number>/restoration/",
        directives.restoration,
        name="directive_restoration",
    ),
]
