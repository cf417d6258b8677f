from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "luoshi.core.matters"
    label = "matters"
