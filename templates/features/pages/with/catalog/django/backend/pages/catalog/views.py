"""The catalog pages and their forms."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.views.generic import CreateView, ListView, UpdateView

from backend.accounts.models import User
from backend.catalog.models import Product, Status
from backend.platform.django.form_fields import LinesField


class SearchForm(forms.Form):
    """The search for products."""

    q = forms.CharField(
        label="Search", max_length=120, required=False, widget=forms.TextInput({"type": "search"})
    )


class ProductForm(forms.ModelForm[Product]):
    """Create or edit a product."""

    class Meta:
        model = Product
        fields = ("name", "description", "price", "status")
        field_classes = {"description": LinesField}
        widgets = {"description": forms.Textarea({"rows": 5})}


class ProductsView(ListView[Product]):
    """List live products and the drafts of the current user; a superuser gets every draft."""

    template_name = "pages/catalog/products.html"
    context_object_name = "products"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Product]:
        """Return the visible products that match the search, newest first."""
        self.search = SearchForm(self.request.GET)
        products = Product.objects.filter(_visible_to(self.request.user))
        products = products.order_by("-created_at", "id")
        if not self.search.is_valid():
            return products.none()
        term = self.search.cleaned_data["q"]
        found = Q(name__lower__contains=term) | Q(description__lower__contains=term)
        return products.filter(found) if term else products

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the search form to the context."""
        return super().get_context_data(search=self.search, **kwargs)


class NewProductView(LoginRequiredMixin, CreateView[Product, ProductForm]):
    """Create a product."""

    form_class = ProductForm
    template_name = "pages/form.html"
    success_url = reverse_lazy("products")
    extra_context = {"title": "New product", "button": "Create"}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Set the current user as the owner."""
        return {**super().get_form_kwargs(), "instance": Product(owner=_signed_in(self.request))}

    def form_valid(self, form: ProductForm) -> HttpResponse:
        """Save the product and show a confirmation message."""
        messages.success(self.request, f"{form.cleaned_data['name']} was created.")
        return super().form_valid(form)


class EditProductView(LoginRequiredMixin, UpdateView[Product, ProductForm]):
    """Edit a product, as its owner or a superuser; other users get 404."""

    form_class = ProductForm
    template_name = "pages/form.html"
    success_url = reverse_lazy("products")
    extra_context = {"title": "Edit product", "button": "Save"}

    def get_queryset(self) -> QuerySet[Product]:
        """Return the products that the user may edit; POST locks the row."""
        user = _signed_in(self.request)
        own = Product.objects.all() if user.is_superuser else Product.objects.filter(owner=user)
        return own.select_for_update() if self.request.method == "POST" else own

    def post(self, request: HttpRequest, *args: str, **kwargs: object) -> HttpResponse:
        """Save the form in a transaction, which holds the row lock."""
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def form_valid(self, form: ProductForm) -> HttpResponse:
        """Save the product and show a confirmation message."""
        messages.success(self.request, f"{form.cleaned_data['name']} was saved.")
        return super().form_valid(form)


def _visible_to(user: AbstractBaseUser | AnonymousUser) -> Q:
    live = Q(status=Status.LIVE)
    if not isinstance(user, User):
        return live
    return Q() if user.is_superuser else live | Q(owner=user)


def _signed_in(request: HttpRequest) -> User:
    return cast("User", request.user)  # guaranteed by LoginRequiredMixin
