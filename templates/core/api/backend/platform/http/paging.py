"""Pagination, with the same response format for every domain."""

from typing import Annotated

from pydantic import BaseModel, Field
from typing_extensions import TypedDict  # Pydantic needs this one before 3.12

MAX_SIZE = 100
MAX_PAGE = (2**63 - 1) // MAX_SIZE  # beyond it the offset has more than 64 bits


class PageInfo(TypedDict):
    """The position of a page in its list. A domain adds the `items`."""

    total: int
    page: int
    size: int
    pages: int


class PageQuery(BaseModel):
    """The requested page. A domain adds optional filters, and `sort`, where `-price` descends."""

    page: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 1
    size: Annotated[int, Field(ge=1, le=MAX_SIZE)] = 20

    @property
    def offset(self) -> int:
        """Return the number of rows before the page."""
        return (self.page - 1) * self.size

    def info(self, total: int) -> PageInfo:
        """Return the position of the page in a list of `total` rows."""
        pages = -(-total // self.size)
        return {"total": total, "page": self.page, "size": self.size, "pages": pages}
