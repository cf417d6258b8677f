from django.apps import AppConfig


class TargetConfig(AppConfig):
    name = "luoshi.kinds.target"
    label = "target"
