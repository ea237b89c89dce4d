from django.urls import path

from facturier.web.brakes import views

app_name = "brakes"
urlpatterns = [
    path("", views.brakes, name="brakes"),
    path("pause/", views.pause, name="pause"),
    path("resume/", views.resume, name="resume"),
]
