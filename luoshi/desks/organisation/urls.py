from django.urls import path

from luoshi.desks.organisation import views

urlpatterns = [
    path("organisation/", views.organisation, name="organisation"),
    path("organisation/<slug:code>/", views.unit, name="unit"),
    path("organisation/<slug:code>/units/", views.units_beneath, name="units_beneath"),
    path("organisation/<slug:code>/name/", views.unit_name, name="unit_name"),
    path("organisation/<slug:code>/posts/", views.posts, name="unit_posts"),
    path("organisation/<slug:code>/people/", views.newcomers, name="unit_people"),
    path("organisation/<slug:code>/posts/<int:pk>/relief/", views.relief, name="unit_relief"),
    path("organisation/<slug:code>/posts/<int:pk>/password/", views.password, name="unit_password"),
]
