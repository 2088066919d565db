"""Register, sign in, refresh tokens, sign out."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Form, HTTPException
from sqlalchemy.exc import IntegrityError

from backend.accounts import service, token_pairs
from backend.accounts.current_user import ClientNetwork, TokensDep, limit_rate, unauthorized
from backend.accounts.schemas import RefreshRequest, Registration, TokenPair, UserOut
from backend.platform.database.session import DatabaseDep, SessionDep
from backend.platform.database.text import Text
from backend.platform.http.openapi import problems
from backend.platform.security.passwords import HashingDep, hash_password, verify_password
from backend.platform.security.rate_limit import registrations, sign_ins

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/register", status_code=201, responses=problems(409, 429))
async def register(
    body: Registration, database: DatabaseDep, hashing: HashingDep, client: ClientNetwork
) -> UserOut:
    """Create a user."""
    await limit_rate(registrations.spend, client)
    taken = HTTPException(409, "A user with this e-mail address already exists")
    if await service.find_credentials(database, body.email):
        raise taken
    async with hashing.slot(client):
        password_hash = await to_thread.run_sync(hash_password, body.password)
    try:
        async with database.transaction() as session:
            user = service.add_user(session, body, password_hash)
    except IntegrityError:  # from a concurrent registration
        raise taken from None
    return UserOut.model_validate(user, from_attributes=True)


@router.post("/token", responses=problems(401, 429))
async def sign_in(
    username: Annotated[Text, Form(min_length=1, max_length=254)],
    password: Annotated[Text, Form(min_length=1)],
    database: DatabaseDep,
    hashing: HashingDep,
    tokens: TokensDep,
    client: ClientNetwork,
) -> TokenPair:
    """Exchange e-mail and password for tokens; a wrong e-mail or password gets the same 401."""
    key = client, username
    await limit_rate(sign_ins.check, *key)
    found = await service.find_credentials(database, username)
    async with hashing.slot(client):
        # Check again: concurrent attempts may have failed meanwhile.
        await limit_rate(sign_ins.check, *key)
        stored = found.password_hash if found else None
        verified = await to_thread.run_sync(verify_password, password, stored)
        if found is None or not verified or not found.is_active:
            await limit_rate(sign_ins.count, *key)
            raise unauthorized("The e-mail address or the password is wrong")
    await limit_rate(sign_ins.forgive, *key)
    async with database.transaction() as session:
        return await token_pairs.sign_in(session, tokens, found)


@router.post("/refresh", responses=problems(401))
async def refresh(body: RefreshRequest, database: DatabaseDep, tokens: TokensDep) -> TokenPair:
    """Exchange a refresh token for a new pair of tokens."""
    # Not SessionDep, which rolls back on a 401: revoking a reused token's family must be kept.
    async with database.transaction() as session:
        pair = await token_pairs.exchange(session, tokens, body.refresh_token)
    if pair is None:
        raise unauthorized("The refresh token is not valid")
    return pair


@router.post("/logout", status_code=204)
async def logout(body: RefreshRequest, session: SessionDep, tokens: TokensDep) -> None:
    """End the session of a refresh token."""
    await token_pairs.end(session, tokens, body.refresh_token)
