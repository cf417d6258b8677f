from django.urls import path

from luoshi.kinds.target.views import cascade, definition, goals, indicator, indicators

urlpatterns = [
    path("", indicators.index, name="targets"),
    path("new/", definition.indicator_new, name="indicator_new"),
    path("<int:number>/", indicator.indicator, name="indicator"),
    path("<int:number>/definition/", definition.indicator_definition, name="indicator_definition"),
    path("<int:number>/goals/<int:year>/", goals.indicator_goal, name="indicator_goal"),
    path("<int:number>/cascade/<int:year>/", cascade.cascade, name="cascade"),
    path("<int:number>/cascade/<int:year>/sheet/", cascade.cascade_sheet, name="cascade_sheet"),
]
