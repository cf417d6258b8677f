from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "luoshi.loop.assessment"
    label = "assessment"
