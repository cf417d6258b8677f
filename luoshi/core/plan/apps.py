from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "luoshi.core.plan"
    label = "plan"
