from django.urls import path

from facturier.web.orders import views

app_name = "orders"
urlpatterns = [
    path("", views.orders, name="orders"),
    path("rows/", views.rows, name="rows"),
    path("issue/", views.issue, name="issue"),
    path("close/", views.close, name="close"),
]
