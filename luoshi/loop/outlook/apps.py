from django.apps import AppConfig


class OutlookConfig(AppConfig):
    name = "luoshi.loop.outlook"
    label = "outlook"
