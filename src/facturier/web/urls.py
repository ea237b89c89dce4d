"""Every address of the page, one line per room."""

from django.urls import include, path

from facturier.web import mishaps

urlpatterns = [
    path("", include("facturier.web.today.urls")),
    path("", include("facturier.web.entrance.urls")),
    path("preferences/", include("facturier.web.preferences.urls")),
    path("healthz", include("facturier.web.health.urls")),
]
handler400 = mishaps.bad
handler403 = mishaps.forbidden
handler404 = mishaps.missing
handler500 = mishaps.broken
