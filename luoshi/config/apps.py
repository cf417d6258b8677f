from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "luoshi.config"
    label = "config"
