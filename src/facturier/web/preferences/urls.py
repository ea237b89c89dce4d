from django.urls import path

from facturier.web.preferences import views

app_name = "preferences"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("organisation/", views.organisation, name="organisation"),
]
