from django.urls import path

from facturier.web.hooks import unlogged, views

unlogged.hide()
app_name = "hooks"
urlpatterns = [
    path("<int:pk>/", views.receive, name="receive"),
    path("<int:pk>/<str:shown>/", views.receive, name="shown"),
]
