"""A superuser may read every draft, so the list has every draft too."""

from django.test import Client

from backend.accounts.api import sessions
from backend.accounts.models import User
from backend.catalog.models import Product

PRODUCTS = "/api/v1/products"


def test_a_superuser_lists_every_draft() -> None:
    owner = User.objects.create_user("ada@example.com")
    drafts = [Product.objects.create(name=name, price=1, owner=owner) for name in ("Cup", "Tea")]
    for is_superuser, names in {False: [], True: ["Cup", "Tea"]}.items():
        user = User.objects.create_user(f"{is_superuser}@example.com", is_superuser=is_superuser)
        token = sessions.begin(user)["access_token"]
        client = Client(headers={"Authorization": f"Bearer {token}"})
        listed = client.get(f"{PRODUCTS}?sort=name").json()
        assert [item["name"] for item in listed["items"]] == names
        assert (
            listed["total"] == client.get(f"{PRODUCTS}?status=draft").json()["total"] == len(names)
        )
        status = client.get(f"{PRODUCTS}/{drafts[0].pk}").status_code
        assert status == (200 if is_superuser else 404)
