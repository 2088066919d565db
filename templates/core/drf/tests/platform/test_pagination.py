"""Pagination of lists."""

import pytest

from backend.accounts.models import User
from backend.platform.drf.pagination import MAX_PAGE, PageQuery, page_response

EMAILS = ["ada@example.com", "bob@example.com", "eve@example.com"]


@pytest.mark.parametrize(("page", "items"), [(1, EMAILS[:2]), (2, EMAILS[2:]), (MAX_PAGE, [])])
def test_a_page_has_the_total_and_the_number_of_pages(page: int, items: list[str]) -> None:
    User.objects.bulk_create(User(email=email) for email in EMAILS)
    response = page_response(User.objects.order_by("email").values("email"), page, 2)
    rows = [{"email": email} for email in items]
    assert response.data == {"items": rows, "total": 3, "page": page, "size": 2, "pages": 2}


def test_an_invalid_page_or_size_is_rejected() -> None:
    query = PageQuery(data={})
    assert query.is_valid()
    assert query.validated_data == {"page": 1, "size": 20}
    assert not PageQuery(data={"page": MAX_PAGE + 1}).is_valid()
    assert not PageQuery(data={"size": 0}).is_valid()
