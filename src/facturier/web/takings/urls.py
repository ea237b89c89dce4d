from django.urls import path

from facturier.web.takings import acts, views

app_name = "takings"
urlpatterns = [
    path("", views.first, name="takings"),
    path("<int:company>/", views.month, name="month"),
    path("<int:company>/file/<slug:form>/", views.file, name="file"),
    path("<int:company>/check/", views.checked, name="check"),
    path("<int:company>/day/<str:day>/", views.day, name="day"),
    path("<int:company>/begin/", acts.begin, name="begin"),
    path("<int:company>/orders/<int:order>/leave-out/", acts.leave_out, name="leave_out"),
    path("<int:company>/orders/<int:order>/put-back/", acts.put_back, name="put_back"),
]
