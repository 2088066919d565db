"""List, read, create, update and delete products."""

from rest_framework.generics import GenericAPIView

from backend.catalog.api.serializers import ProductQuery, ProductSerializer
from backend.catalog.models import Product
from backend.platform.drf.views import DetailView, ListCreateView


class ProductRows(GenericAPIView[Product]):
    """The products that both views serve."""

    queryset = Product.objects.all()
    serializer_class = ProductSerializer


class ProductListView(ProductRows, ListCreateView):
    """List and create products."""

    query_class = ProductQuery


class ProductView(ProductRows, DetailView):
    """Return, update or delete a product."""

    lookup_url_kwarg = "product_id"
