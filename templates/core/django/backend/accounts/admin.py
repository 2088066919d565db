"""Users in the admin site."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin

from backend.accounts.backends import AdminSignInForm
from backend.accounts.models import User

NEW_USER = ("email", "full_name", "usable_password", "password1", "password2")

admin.site.login_form = AdminSignInForm
admin.site.site_url = None  # no link to a site; server-rendered pages set one


@admin.register(User)
class UserAdmin(BaseUserAdmin[User]):
    """Django's user admin, with the e-mail address as the user name."""

    ordering = ("email",)
    list_display = ("email", "full_name", "is_active", "is_staff", "is_superuser", "created_at")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    search_fields = ("email", "full_name__lower__contains")
    date_hierarchy = "created_at"
    readonly_fields = ("last_login", "created_at")
    fieldsets = (
        (None, {"fields": ("email", "full_name", "password")}),
        (
            "Permissions",
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        ("Dates", {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": NEW_USER}),)
