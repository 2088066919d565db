"""The catalog pages: visibility of products and permissions to change them."""

import pytest
from django.test import Client

from backend.accounts.models import User
from backend.catalog.models import Product, Status

OFFER = {"name": "Teapot", "description": "", "price": "24.00", "status": "draft"}


@pytest.fixture
def ada(client: Client) -> User:
    """Return a user who is signed in with `client`."""
    user = User.objects.create_user("ada@example.com", "tangerine lamp 42")
    client.force_login(user)
    return user


def test_a_new_product_belongs_to_the_current_user(client: Client, ada: User) -> None:
    page = client.post("/products/new", OFFER, follow=True)
    assert b"Teapot was created." in page.content
    product = Product.objects.get()
    assert (product.owner, product.name) == (ada, "Teapot")
    client.post(f"/products/{product.pk}/edit", OFFER | {"price": "20.00"})
    product.refresh_from_db()
    assert str(product.price) == "20.00"


def test_line_breaks_are_stored_as_lf(client: Client, ada: User) -> None:  # noqa: ARG001
    lines = "\r\n".join(["x" * 9] * 200)[:-2]  # 2,000 characters with LF, 2,199 with CRLF
    client.post("/products/new", OFFER | {"description": lines})
    assert Product.objects.get().description == lines.replace("\r\n", "\n")


def test_anonymous_users_are_redirected_to_sign_in(client: Client) -> None:
    assert client.get("/products/new")["Location"] == "/sign-in?next=/products/new"
    assert client.post("/products/new", OFFER).status_code == 302
    assert not Product.objects.exists()


def test_a_form_without_csrf_token_is_rejected(browser: Client, ada: User) -> None:
    browser.force_login(ada)
    assert browser.post("/products/new", OFFER).status_code == 403


def test_a_product_of_another_user_cannot_be_edited(client: Client, ada: User) -> None:  # noqa: ARG001
    bob = User.objects.create_user("bob@example.com", "velvet anchor 77")
    product = Product.objects.create(name="Lamp", price=1, status=Status.LIVE, owner=bob)
    page = f"/products/{product.pk}/edit"
    assert b"Lamp" in client.get("/products/").content
    assert page.encode() not in client.get("/products/").content
    assert client.get(page).status_code == client.post(page, OFFER).status_code == 404
    product.refresh_from_db()
    assert product.name == "Lamp"


def test_a_superuser_sees_every_draft_in_the_list(client: Client, ada: User) -> None:
    bob = User.objects.create_user("bob@example.com", "velvet anchor 77")
    product = Product.objects.create(name="Sketch", price=1, owner=bob)
    pages = ("/products/", "/products/?q=sketch")
    assert [b"Sketch" in client.get(page).content for page in pages] == [False, False]
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    assert [b"Sketch" in client.get(page).content for page in pages] == [True, True]
    assert client.get(f"/products/{product.pk}/edit").status_code == 200


def test_an_invalid_price_has_an_error_at_its_field(client: Client, ada: User) -> None:  # noqa: ARG001
    page = client.post("/products/new", OFFER | {"price": "-1"}).content
    assert b'id="id_price_error"' in page
    assert b'aria-describedby="id_price_error"' in page


def test_the_list_has_a_search_and_pages(client: Client, ada: User) -> None:
    bob = User.objects.create_user("bob@example.com", "velvet anchor 77")
    Product.objects.create(name="<b>Secret</b>", price=1, owner=bob)
    Product.objects.create(name="<b>Own</b>", price=1, owner=ada)
    lamps = [Product(name=f"Lamp {n}", price=n, status=Status.LIVE, owner=bob) for n in range(25)]
    Product.objects.bulk_create(lamps)
    pages = [client.get(f"/products/?q=lamp&page={page}").content for page in (1, 2)]
    assert [page.count(b'scope="row"') for page in pages] == [20, 5]
    assert b"q=lamp&amp;page=2" in pages[0]
    own = client.get("/products/?q=b").content
    assert b"Secret" not in own
    assert b"&lt;b&gt;Own" in own
    assert b"No products found" in client.get("/products/?q=%00").content


def test_the_search_ignores_case_beyond_ascii(client: Client, ada: User) -> None:
    lamp = {"name": "GRÜNE LAMPE", "description": "100 % Öl", "price": 1, "owner": ada}
    Product.objects.create(**lamp)
    for term, found in {"grüne": True, "öL": True, "%": True, "g_": False, "grun": False}.items():
        assert ("GRÜNE" in client.get("/products/", {"q": term}).content.decode()) is found, term
