from django.urls import path

from facturier.web.today import views

app_name = "today"
urlpatterns = [
    path("", views.today, name="today"),
    path("alarms/<int:pk>/close/", views.close_alarm, name="close_alarm"),
]
