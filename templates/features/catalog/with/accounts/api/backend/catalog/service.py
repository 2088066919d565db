"""The list of products: its filters, which rows a user may see, and which one may change."""

from uuid import UUID

from sqlalchemy import bindparam, or_
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.accounts.current_user import Viewer, require_owner
from backend.catalog.schemas import ProductPage
from backend.catalog.tables import Product, Status
from backend.platform.database.text import search_in
from backend.platform.http.listing import EVERY_ROW, Listing, Visible, table_of

TABLE = table_of(Product)
FILTERS = {
    "status": TABLE.c.status == bindparam("status"),
    "min_price": TABLE.c.price >= bindparam("min_price"),
    "max_price": TABLE.c.price <= bindparam("max_price"),
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
