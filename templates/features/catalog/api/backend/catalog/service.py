"""The list of products, and what it can be filtered by."""

from sqlalchemy import bindparam

from backend.catalog.schemas import ProductPage
from backend.catalog.tables import Product
from backend.platform.database.text import search_in
from backend.platform.http.listing import Listing, table_of

TABLE = table_of(Product)
FILTERS = {
    "status": TABLE.c.status == bindparam("status"),
    "min_price": TABLE.c.price >= bindparam("min_price"),
    "max_price": TABLE.c.price <= bindparam("max_price"),
    "search": search_in(TABLE.c.name, TABLE.c.description),
}
PRODUCTS = Listing(Product, ProductPage, FILTERS)
