"""The account pages: Django's views with rate limits and limited concurrent hashing."""

from django.contrib.auth import login
from django.contrib.auth import views as django_views
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.generic import FormView, TemplateView

from backend.accounts.backends import BLOCKED
from backend.accounts.models import User
from backend.pages.forms import TAKEN, SignInForm, SignUpForm
from backend.pages.reset_form import ResetForm
from backend.platform.django.hashing_queue import client_of, hashing_slot
from backend.platform.security.rate_limit import (
    TooManyAttemptsError,
    registrations,
    reset_requests,
)

FORM_PAGE = "pages/form.html"
WAIT = "Too many attempts. Try again in a minute."


def retry_later(page: HttpResponse) -> HttpResponse:
    """Turn a page into a 429 response with `Retry-After`."""
    page.status_code = 429
    page.headers["Retry-After"] = "60"
    return page


class HomeView(TemplateView):
    """The home page."""

    template_name = "pages/home.html"


class SignUpView(FormView[SignUpForm]):
    """Registration."""

    form_class = SignUpForm
    template_name = FORM_PAGE
    extra_context = {"title": "Sign up", "button": "Sign up"}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Return 429 if the client's address exceeds the limit of registrations."""
        form = self.get_form()
        try:
            registrations.spend(client_of(request))
        except TooManyAttemptsError:
            form.add_error(None, WAIT)
            return retry_later(self.form_invalid(form))
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        """Create and sign in the user; the unique index resolves concurrent registrations."""
        try:
            with hashing_slot(client_of(self.request)):
                user: User = form.save(commit=False)
            with transaction.atomic():
                user.save()
        except IntegrityError:
            form.add_error("email", TAKEN)
            return self.form_invalid(form)
        login(self.request, user)
        return redirect("home")


class SignInView(django_views.LoginView):
    """Sign-in."""

    form_class = SignInForm
    template_name = FORM_PAGE
    redirect_authenticated_user = True
    extra_context = {"title": "Sign in", "button": "Sign in", "may_reset": True}

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Return 429 if the rate limit is exceeded, else the form with its errors."""
        page = super().form_invalid(form)
        return retry_later(page) if form.has_error(NON_FIELD_ERRORS, BLOCKED) else page


class ResetView(django_views.PasswordResetView):
    """Request a password reset; the response does not reveal whether the account exists."""

    form_class = ResetForm
    template_name = FORM_PAGE
    email_template_name = "pages/reset_mail.txt"
    subject_template_name = "pages/reset_subject.txt"
    success_url = reverse_lazy("reset-sent")
    extra_context = {"title": "Reset your password", "button": "Send me a link"}

    def post(self, request: HttpRequest, *args: str, **kwargs: object) -> HttpResponse:
        """Return 429 if the client's address exceeds the limit of reset requests."""
        try:
            reset_requests.spend(client_of(request))
        except TooManyAttemptsError:
            context = self.get_context_data(form=self.form_class(), error=WAIT)
            return retry_later(self.render_to_response(context))
        return super().post(request, *args, **kwargs)


class NewPasswordView(django_views.PasswordResetConfirmView):
    """Set a new password, opened from the link in the mail."""

    template_name = "pages/new_password.html"
    success_url = reverse_lazy("sign-in")

    def post(self, request: HttpRequest, *args: str, **kwargs: object) -> HttpResponse:
        """Save the password in a hashing slot."""
        with hashing_slot(client_of(request)):
            return super().post(request, *args, **kwargs)
