"""Lists come in pages, whatever they are lists of."""

import pytest

from backend.admin.accounts.models import User
from backend.api.pagination import MAX_PAGE, PageQuery, page_response

EMAILS = ["ada@example.com", "bob@example.com", "eve@example.com"]


@pytest.mark.parametrize(("page", "items"), [(1, EMAILS[:2]), (2, EMAILS[2:]), (MAX_PAGE, [])])
def test_a_page_says_how_far_the_list_goes(page: int, items: list[str]) -> None:
    User.objects.bulk_create(User(email=email) for email in EMAILS)
    answer = page_response(User.objects.order_by("email").values("email"), page, 2)
    rows = [{"email": email} for email in items]
    assert answer.data == {"items": rows, "total": 3, "page": page, "size": 2, "pages": 2}


def test_a_page_that_cannot_be_is_refused() -> None:
    query = PageQuery(data={})
    assert query.is_valid()
    assert query.validated_data == {"page": 1, "size": 20}
    assert not PageQuery(data={"page": MAX_PAGE + 1}).is_valid()
    assert not PageQuery(data={"size": 0}).is_valid()
