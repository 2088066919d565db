"""The URLs of the account endpoints."""

from django.urls import path

from backend.accounts.api.profile_views import MeView, PasswordView
from backend.accounts.api.views import LogoutView, RefreshView, RegisterView, TokenView

urlpatterns = [
    path("auth/register", RegisterView.as_view(), name="register"),
    path("auth/token", TokenView.as_view(), name="token"),
    path("auth/refresh", RefreshView.as_view(), name="refresh"),
    path("auth/logout", LogoutView.as_view(), name="logout"),
    path("users/me", MeView.as_view(), name="me"),
    path("users/me/password", PasswordView.as_view(), name="password"),
]
