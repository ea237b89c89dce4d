from django.urls import path

from facturier.web.routes import views

app_name = "routes"
urlpatterns = [
    path("", views.listed, name="routes"),
    path("add/", views.add, name="add"),
    path("<int:pk>/", views.change, name="route"),
]
