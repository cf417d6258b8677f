from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "luoshi.kinds.project"
    label = "project"
