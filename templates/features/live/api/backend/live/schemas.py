"""A ticket in responses."""

from pydantic import BaseModel


class Ticket(BaseModel):
    """A ticket for one connection, and the seconds until it expires."""

    ticket: str
    expires_in: int
