"""List, read, create, update and delete products."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.accounts.current_user import OPTIONAL_SIGN_IN, CurrentUser, MaybeViewer, Viewer
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
from backend.platform.http.openapi import problems

LOCATION = {"headers": {"Location": {"schema": {"type": "string", "format": "uri-reference"}}}}

router = APIRouter(prefix="/products", tags=["products"])


@router.get("", response_model=ProductPage, openapi_extra=OPTIONAL_SIGN_IN)
async def list_products(
    query: Annotated[ProductQuery, Query()], database: DatabaseDep, viewer: MaybeViewer
) -> Response:
    """List live products, and the drafts of the current user."""
    page = await service.list_page(database, query, viewer)
    # Serialized without validation: rows are returned as stored.
    return Response(PAGE.dump_json(page), media_type="application/json")


@router.post("", response_model=ProductOut, status_code=201, responses={201: LOCATION})
async def add_product(
    body: NewProduct, viewer: CurrentUser, session: SessionDep, response: Response
) -> dict[str, Any]:
    """Create a product that belongs to the current user."""
    product = Product(**body.model_dump(), owner_id=viewer.id)
    session.add(product)
    response.headers["Location"] = f"/api/v1/products/{product.id}"
    return product.model_dump()


@router.get("/{product_id}", response_model=ProductOut, openapi_extra=OPTIONAL_SIGN_IN)
async def read_product(
    product_id: UUID, database: DatabaseDep, viewer: MaybeViewer
) -> dict[str, Any]:
    """Return a product, or 404 if it is a draft of another user."""
    row = await service.find(database, product_id, viewer)
    if row is None:
        raise HTTPException(404, "Product not found")
    return row._asdict()


@router.patch("/{product_id}", response_model=ProductOut, responses=problems(403))
async def change_product(
    product_id: UUID, body: ProductChange, viewer: CurrentUser, session: SessionDep
) -> dict[str, Any]:
    """Update a product, as its owner or a superuser."""
    product = await _own_product(session, product_id, viewer)
    for name, value in body.model_dump(exclude_unset=True).items():
        setattr(product, name, value)
    if body.model_fields_set:
        product.updated_at = now()
    return product.model_dump()


@router.delete("/{product_id}", status_code=204, responses=problems(403))
async def remove_product(product_id: UUID, viewer: CurrentUser, session: SessionDep) -> None:
    """Delete a product, as its owner or a superuser."""
    await session.delete(await _own_product(session, product_id, viewer))


async def _own_product(session: AsyncSession, product_id: UUID, viewer: Viewer) -> Product:
    """Return a product with its row locked, so that no concurrent change is lost."""
    product = await session.get(Product, product_id, with_for_update=True)
    if product is None or not service.is_visible(product.status, product.owner_id, viewer):
        raise HTTPException(404, "Product not found")
    if not service.may_change(product.owner_id, viewer):
        raise HTTPException(403, "Only the owner may change a product")
    return product
