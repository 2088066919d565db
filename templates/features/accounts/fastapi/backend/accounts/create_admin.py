"""Create a superuser from the command line: `python -m backend.accounts.create_admin EMAIL`."""

import asyncio
import getpass
import os
import sys

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError

from backend.accounts import service
from backend.accounts.schemas import Registration
from backend.platform.database.session import Database
from backend.platform.http.errors import OverloadedError
from backend.platform.security.passwords import hash_password
from backend.settings import get_settings


async def create_admin(registration: Registration) -> None:
    """Store a user with all permissions."""
    database = Database(get_settings())
    try:
        async with database.transaction() as session:
            user = service.add_user(session, registration, hash_password(registration.password))
            user.is_superuser = user.is_staff = True
    finally:
        await database.dispose()


def main() -> None:
    """Create the user; prompt for the password, or read ADMIN_PASSWORD."""
    _, email = sys.argv
    password = os.environ.get("ADMIN_PASSWORD") or getpass.getpass()
    try:
        registration = Registration(email=email, password=password)
        asyncio.run(create_admin(registration))
    except ValidationError as error:
        problems = (f"error: {each['loc'][0]}: {each['msg']}" for each in error.errors())
        sys.exit("\n".join(problems).replace("Value error, ", ""))
    except IntegrityError:
        sys.exit(f"error: {email} already exists")
    except (DBAPIError, OverloadedError) as error:
        reason = str(getattr(error, "orig", "it does not respond")).strip().splitlines()[0]
        sys.exit(f"error: the database cannot be used: {reason}")


if __name__ == "__main__":
    main()
