"""Add sample products: `python -m backend.catalog.seed`. A second run adds nothing."""

import asyncio
from decimal import Decimal

from sqlmodel import col, select

from backend.catalog.tables import Product, Status
from backend.platform.database.session import Database
from backend.settings import get_settings

PRODUCTS = {
    "Teapot": "24.00",
    "Espresso cup": "6.50",
    "Café crème bowl": "9.90",
    "Milk jug": "14.00",
    "Biscuit tin": "11.25",
}


async def seed() -> None:
    """Store the products that do not exist yet."""
    database = Database(get_settings())
    try:
        async with database.transaction() as session:
            present = await session.exec(
                select(Product.name).where(col(Product.name).in_(PRODUCTS))
            )
            missing = PRODUCTS.keys() - present.all()
            session.add_all(
                Product(name=name, price=Decimal(PRODUCTS[name]), status=Status.LIVE)
                for name in sorted(missing)
            )
    finally:
        await database.dispose()


if __name__ == "__main__":
    asyncio.run(seed())
