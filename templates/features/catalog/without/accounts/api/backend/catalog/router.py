"""List, read, create, update and delete products."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import bindparam

from backend.catalog.schemas import NewProduct, ProductChange, ProductOut, ProductPage, ProductQuery
from backend.catalog.tables import Product
from backend.platform.database.session import DatabaseDep, SessionDep
from backend.platform.database.text import search_in
from backend.platform.http.listing import Listing, table_of
from backend.platform.http.openapi import LOCATION

router = APIRouter(prefix="/products", tags=["products"])

TABLE = table_of(Product)
FILTERS = {
    "min_price": TABLE.c.price >= bindparam("min_price"),
    "max_price": TABLE.c.price <= bindparam("max_price"),
    "status": TABLE.c.status == bindparam("status"),
    "search": search_in(TABLE.c.name, TABLE.c.description),
}
PRODUCTS = Listing(Product, ProductPage, FILTERS)


@router.get("", response_model=ProductPage)
async def list_products(query: Annotated[ProductQuery, Query()], database: DatabaseDep) -> Response:
    """List products."""
    return await PRODUCTS.respond(database, query)


@router.post("", response_model=ProductOut, status_code=201, responses=LOCATION)
async def add_product(body: NewProduct, session: SessionDep, response: Response) -> dict[str, Any]:
    """Create a product."""
    product = Product(**body.model_dump())
    session.add(product)
    response.headers["Location"] = f"/api/v1/products/{product.id}"
    return product.model_dump()


@router.get("/{product_id}", response_model=ProductOut)
async def read_product(product_id: UUID, database: DatabaseDep) -> dict[str, Any]:
    """Return a product."""
    return await PRODUCTS.find(database, product_id)


@router.patch("/{product_id}", response_model=ProductOut)
async def change_product(
    product_id: UUID, body: ProductChange, session: SessionDep
) -> dict[str, Any]:
    """Update a product."""
    product = await PRODUCTS.lock(session, product_id)
    body.apply_to(product)
    return product.model_dump()


@router.delete("/{product_id}", status_code=204)
async def remove_product(product_id: UUID, session: SessionDep) -> None:
    """Delete a product."""
    await session.delete(await PRODUCTS.lock(session, product_id))
