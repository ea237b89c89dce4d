"""The log-in, protected against guessing: five wrong passwords close it for a quarter of an hour."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator

PAGE = "entrance/login.html"


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """`nobody`: there is no account yet, and the page says how to make one."""

    template_name = PAGE
    redirect_authenticated_user = True

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        return super().get_context_data(**facts, nobody=not User.objects.exists())


def locked(request: HttpRequest, original_response: HttpResponse, credentials: object) -> HttpResponse:
    """Too many wrong passwords; called by django-axes."""
    return render(request, PAGE, {"locked": True}, status=429)
