from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "luoshi.loop.meetings"
    label = "meetings"
