"""List, read, create, update and delete products."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet
from rest_framework.generics import GenericAPIView

from backend.accounts.api.authentication import OwnerToWrite
from backend.accounts.models import User
from backend.catalog.api.serializers import ProductQuery, ProductSerializer
from backend.catalog.models import Product, Status
from backend.platform.drf.views import DetailView, ListCreateView


def visible_to(user: AbstractBaseUser | AnonymousUser) -> Q:
    """Return the condition for visible products: live ones and own drafts; a superuser sees all."""
    live = Q(status=Status.LIVE)
    if not isinstance(user, User):
        return live
    return Q() if user.is_superuser else live | Q(owner=user)


class ProductRows(GenericAPIView[Product]):
    """The products, which only their owners and superusers may change."""

    queryset = Product.objects.all()
    serializer_class = ProductSerializer
    permission_classes = [OwnerToWrite]

    def get_queryset(self) -> QuerySet[Product]:
        """Return the products that the current user may see."""
        return super().get_queryset().filter(visible_to(self.request.user))


class ProductListView(ProductRows, ListCreateView):
    """List products; a draft is visible only to clients that may change it."""

    query_class = ProductQuery

    def perform_create(self, serializer: Any) -> None:
        """Save the product as one of the current user."""
        serializer.save(owner=self.request.user)


class ProductView(ProductRows, DetailView):
    """Return a product, or 404 if it is not visible."""

    lookup_url_kwarg = "product_id"
