from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "luoshi.desks"
    label = "desks"
