from django.apps import AppConfig


class TaskConfig(AppConfig):
    name = "luoshi.kinds.task"
    label = "task"
