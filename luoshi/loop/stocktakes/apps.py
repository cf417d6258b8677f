from django.apps import AppConfig


class StocktakesConfig(AppConfig):
    name = "luoshi.loop.stocktakes"
    label = "stocktakes"
