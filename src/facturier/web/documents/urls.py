from django.urls import path

from facturier.web.documents import one, views

app_name = "documents"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("<int:pk>/", one.document, name="document"),
    path("<int:pk>/pdf/", one.pdf, name="pdf"),
]
