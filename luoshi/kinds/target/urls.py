from django.urls import path

from luoshi.kinds.target.views import cascade, definition, excel, goals, indicator, indicators

urlpatterns = [
    path("targets/", indicators.index, name="targets"),
    path("targets.xlsx", excel.targets_excel, name="targets_excel"),
    path("targets/new/", definition.indicator_new, name="indicator_new"),
    path("targets/<int:number>/", indicator.indicator, name="indicator"),
    path("targets/<int:number>/definition/", definition.indicator_definition, name="indicator_definition"),
    path("targets/<int:number>/goals/<int:year>/", goals.indicator_goal, name="indicator_goal"),
    path("targets/<int:number>/cascade/<int:year>/", cascade.cascade, name="cascade"),
    path("targets/<int:number>/cascade/<int:year>.xlsx", excel.cascade_excel, name="cascade_excel"),
    path("targets/<int:number>/cascade/<int:year>/sheet/", cascade.cascade_sheet, name="cascade_sheet"),
]
