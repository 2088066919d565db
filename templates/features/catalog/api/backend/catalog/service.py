"""The list of products, and what it can be filtered by."""

from sqlalchemy import bindparam
from sqlmodel import col

from backend.catalog.schemas import ProductPage
from backend.catalog.tables import Product
from backend.platform.database.text import search_in
from backend.platform.http.listing import Listing

FILTERS = {
    "status": col(Product.status) == bindparam("status"),
    "min_price": col(Product.price) >= bindparam("min_price"),
    "max_price": col(Product.price) <= bindparam("max_price"),
    "search": search_in(col(Product.name), col(Product.description)),
}
PRODUCTS = Listing(Product, ProductPage, FILTERS)
