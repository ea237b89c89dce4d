from django.urls import path

from facturier.web.order import acts, credit, einvoice, send, settling, undo, views

app_name = "order"
urlpatterns = [
    path("", views.order, name="order"),
    path("pulse/", views.pulse, name="pulse"),
    path("issue/", acts.issue, name="issue"),
    path("send/", send.send, name="send"),
    path("close/", acts.close, name="close"),
    path("reopen/", acts.reopen, name="reopen"),
    path("correct/", views.correct, name="correct"),
    path("uncorrect/", acts.uncorrect, name="uncorrect"),
    path("effects/<int:effect>/", acts.effect, name="effect"),
    path("raw/<str:what>/<int:evidence>/", views.raw, name="raw"),
    path("documents/<int:document>/withdraw/", undo.withdraw, name="withdraw"),
    path("documents/<int:document>/cancel/", undo.cancel, name="cancel"),
    path("documents/<int:document>/reissue/", undo.reissue, name="reissue"),
    path("documents/<int:document>/accept/", undo.accept, name="accept"),
    path("documents/<int:document>/gone/", undo.gone, name="gone"),
    path("documents/<int:document>/transmit/", einvoice.send_again, name="transmit"),
    path("documents/<int:document>/e-invoice/", einvoice.send, name="e_invoice"),
    path("documents/<int:document>/credit/", credit.credit, name="credit"),
    path("documents/<int:document>/this-is-it/", settling.this_is_it, name="this_is_it"),
    path("documents/<int:document>/does-not-exist/", settling.does_not_exist, name="does_not_exist"),
]
