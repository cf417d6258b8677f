from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "luoshi.core.organisation"
    label = "organisation"
