"""Add sample products: `python -m backend.catalog.seed`. A second run adds nothing."""

import asyncio
from decimal import Decimal

from backend.accounts import service
from backend.accounts.tables import User
from backend.catalog.tables import Product, Status
from backend.platform.database.session import Database
from backend.settings import get_settings

OWNER = "seed@example.com"
UNUSABLE = "!"
PRODUCTS = {
    "Teapot": "24.00",
    "Espresso cup": "6.50",
    "Café crème bowl": "9.90",
    "Milk jug": "14.00",
    "Biscuit tin": "11.25",
}


async def seed() -> None:
    """Store the products, with an owner who cannot sign in."""
    database = Database(get_settings())
    try:
        if await service.find_credentials(database, OWNER):
            return
        async with database.transaction() as session:
            owner = User(email=OWNER, full_name="Seed", password=UNUSABLE)
            session.add(owner)
            await session.flush()
            session.add_all(
                Product(name=name, price=Decimal(price), status=Status.LIVE, owner_id=owner.id)
                for name, price in PRODUCTS.items()
            )
    finally:
        await database.dispose()


if __name__ == "__main__":
    asyncio.run(seed())
