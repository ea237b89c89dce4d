from django.contrib.auth.views import LogoutView
from django.urls import path

from facturier.web.entrance import views

app_name = "entrance"
urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
