from django.urls import path

from facturier.web.connections import consent, views

app_name = "connections"
urlpatterns = [
    path("", views.listed, name="connections"),
    path("add/", views.choose, name="choose"),
    path("add/<str:role>/<str:name>/", views.add, name="add"),
    path("<int:pk>/", views.change, name="connection"),
    path("<int:pk>/test/", views.test, name="test"),
    path("<int:pk>/hooks/", views.switch_hooks_on, name="hooks"),
    path("<int:pk>/hooks/off/", views.switch_hooks_off, name="hooks-off"),
    path("<int:pk>/consent/", consent.begin, name="consent"),
    path("consent/back/", consent.granted, name="granted"),
]
