from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "luoshi.loop.bulletins"
    label = "bulletins"
