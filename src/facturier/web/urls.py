"""Every address of the page, one line per room."""

from django.urls import include, path

from facturier.web import mishaps

urlpatterns = [
    path("", include("facturier.web.today.urls")),
    path("", include("facturier.web.entrance.urls")),
    path("orders/", include("facturier.web.orders.urls")),
    path("orders/<int:pk>/", include("facturier.web.order.urls")),
    path("documents/", include("facturier.web.documents.urls")),
    path("brakes/", include("facturier.web.brakes.urls")),
    path("takings/", include("facturier.web.takings.urls")),
    path("connections/", include("facturier.web.connections.urls")),
    path("routes/", include("facturier.web.routes.urls")),
    path("preferences/", include("facturier.web.preferences.urls")),
    path("hooks/", include("facturier.web.hooks.urls")),
    path("healthz", include("facturier.web.health.urls")),
]
handler400 = mishaps.bad
handler403 = mishaps.forbidden
handler404 = mishaps.missing
handler500 = mishaps.broken
