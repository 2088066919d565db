"""List, read, create, update and delete products."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.catalog import service
from backend.catalog.schemas import (
    PAGE,
    NewProduct,
    ProductChange,
    ProductOut,
    ProductPage,
    ProductQuery,
)
from backend.catalog.tables import Product
from backend.platform.database.columns import now
from backend.platform.database.session import DatabaseDep, SessionDep

LOCATION = {"headers": {"Location": {"schema": {"type": "string", "format": "uri-reference"}}}}

router = APIRouter(prefix="/products", tags=["products"])


@router.get("", response_model=ProductPage)
async def list_products(query: Annotated[ProductQuery, Query()], database: DatabaseDep) -> Response:
    """List products."""
    page = await service.list_page(database, query)
    # Serialized without validation: rows are returned as stored.
    return Response(PAGE.dump_json(page), media_type="application/json")


@router.post("", response_model=ProductOut, status_code=201, responses={201: LOCATION})
async def add_product(body: NewProduct, session: SessionDep, response: Response) -> dict[str, Any]:
    """Create a product."""
    product = Product(**body.model_dump())
    session.add(product)
    response.headers["Location"] = f"/api/v1/products/{product.id}"
    return product.model_dump()


@router.get("/{product_id}", response_model=ProductOut)
async def read_product(product_id: UUID, database: DatabaseDep) -> dict[str, Any]:
    """Return a product."""
    row = await service.find(database, product_id)
    if row is None:
        raise HTTPException(404, "Product not found")
    return row._asdict()


@router.patch("/{product_id}", response_model=ProductOut)
async def change_product(
    product_id: UUID, body: ProductChange, session: SessionDep
) -> dict[str, Any]:
    """Update a product."""
    product = await _product(session, product_id)
    for name, value in body.model_dump(exclude_unset=True).items():
        setattr(product, name, value)
    if body.model_fields_set:
        product.updated_at = now()
    return product.model_dump()


@router.delete("/{product_id}", status_code=204)
async def remove_product(product_id: UUID, session: SessionDep) -> None:
    """Delete a product."""
    await session.delete(await _product(session, product_id))


async def _product(session: AsyncSession, product_id: UUID) -> Product:
    """Return a product with its row locked, so that no concurrent change is lost."""
    product = await session.get(Product, product_id, with_for_update=True)
    if product is None:
        raise HTTPException(404, "Product not found")
    return product
