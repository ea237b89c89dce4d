from django.urls import path

from facturier.web.health import views

app_name = "health"
urlpatterns = [path("", views.health, name="health")]
