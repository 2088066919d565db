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

from backend.accounts.forms import BLOCKED
from backend.accounts.models import User
from backend.pages.forms import TAKEN, ResetForm, SignInForm, SignUpForm
from backend.pages.limits import WAIT, resets, retry_later
from backend.platform.django.guessing import address_of, registrations
from backend.platform.django.hashing_queue import hashing_slot

FORM_PAGE = "pages/form.html"


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
        if registrations.wait(address_of(request)):
            form.add_error(None, WAIT)
            return retry_later(self.form_invalid(form))
        registrations.count(address_of(request))
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        """Create and sign in the user; the unique index resolves concurrent registrations."""
        try:
            with hashing_slot():
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
        if resets.wait(address_of(request)):
            context = self.get_context_data(form=self.form_class(), error=WAIT)
            return retry_later(self.render_to_response(context))
        resets.count(address_of(request))
        return super().post(request, *args, **kwargs)


class NewPasswordView(django_views.PasswordResetConfirmView):
    """Set a new password, opened from the link in the mail."""

    template_name = "pages/new_password.html"
    success_url = reverse_lazy("sign-in")

    def post(self, request: HttpRequest, *args: str, **kwargs: object) -> HttpResponse:
        """Save the password in a hashing slot."""
        with hashing_slot():
            return super().post(request, *args, **kwargs)
