"""List, read, create, update and delete products."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import bindparam, or_
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.accounts.current_user import (
    OPTIONAL_SIGN_IN,
    CurrentUser,
    MaybeViewer,
    Viewer,
    require_owner,
)
from backend.catalog.schemas import NewProduct, ProductChange, ProductOut, ProductPage, ProductQuery
from backend.catalog.tables import Product, Status
from backend.platform.database.session import DatabaseDep, SessionDep
from backend.platform.database.text import search_in
from backend.platform.http.listing import EVERY_ROW, Listing, Visible, table_of
from backend.platform.http.openapi import LOCATION, problems

router = APIRouter(prefix="/products", tags=["products"])

TABLE = table_of(Product)
FILTERS = {
    "min_price": TABLE.c.price >= bindparam("min_price"),
    "max_price": TABLE.c.price <= bindparam("max_price"),
    "status": TABLE.c.status == bindparam("status"),
    "search": search_in(TABLE.c.name, TABLE.c.description),
}
PRODUCTS = Listing(Product, ProductPage, FILTERS)
IS_LIVE = TABLE.c.status == Status.LIVE
IS_LIVE_OR_OWN = or_(IS_LIVE, TABLE.c.owner_id == bindparam("viewer_id"))


def visible_to(viewer: Viewer | None) -> Visible:
    """Return the condition for visible products: live ones and own drafts; a superuser sees all."""
    if viewer is None:
        return Visible(IS_LIVE)
    return EVERY_ROW if viewer.is_superuser else Visible(IS_LIVE_OR_OWN, {"viewer_id": viewer.id})


async def own_product(session: AsyncSession, product_id: UUID, viewer: Viewer) -> Product:
    """Return a locked product. Raise 404 if it is not visible, 403 if it is another user's."""
    product = await PRODUCTS.lock(session, product_id, visible_to(viewer))
    require_owner(product.owner_id, viewer)
    return product


@router.get("", response_model=ProductPage, openapi_extra=OPTIONAL_SIGN_IN)
async def list_products(
    query: Annotated[ProductQuery, Query()], database: DatabaseDep, viewer: MaybeViewer
) -> Response:
    """List live products, and the drafts of the current user."""
    return await PRODUCTS.respond(database, query, visible_to(viewer))


@router.post("", response_model=ProductOut, status_code=201, responses=LOCATION)
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
    return await PRODUCTS.find(database, product_id, visible_to(viewer))


@router.patch("/{product_id}", response_model=ProductOut, responses=problems(403))
async def change_product(
    product_id: UUID, body: ProductChange, viewer: CurrentUser, session: SessionDep
) -> dict[str, Any]:
    """Update a product, as its owner or a superuser."""
    product = await own_product(session, product_id, viewer)
    body.apply_to(product)
    return product.model_dump()


@router.delete("/{product_id}", status_code=204, responses=problems(403))
async def remove_product(product_id: UUID, viewer: CurrentUser, session: SessionDep) -> None:
    """Delete a product, as its owner or a superuser."""
    await session.delete(await own_product(session, product_id, viewer))
