"""A table over HTTP: pages, a search, one row, changes, and bodies that are refused."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import path
from rest_framework import serializers
from rest_framework.permissions import AllowAny

from backend.platform.drf.fields import SearchField
from backend.platform.drf.serializers import PageQuery, StrictModelSerializer
from backend.platform.drf.views import DetailView, ListCreateView

JSON = "application/json"


class GroupSerializer(StrictModelSerializer):
    """A group."""

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride]
        """The fields of a body."""

        model = Group
        fields = ("id", "name")


class GroupQuery(PageQuery):
    """Query parameters."""

    sort = serializers.ChoiceField(("name",), default="name")
    search = SearchField("name")


class GroupListView(ListCreateView):
    """List and create groups."""

    queryset = Group.objects.all()
    serializer_class = GroupSerializer
    query_class = GroupQuery
    permission_classes = (AllowAny,)


class GroupView(DetailView):
    """Read, change and delete a group."""

    queryset = Group.objects.all()
    serializer_class = GroupSerializer
    permission_classes = (AllowAny,)
    lookup_url_kwarg = "group_id"


urlpatterns = [
    path("groups", GroupListView.as_view()),
    path("groups/<int:group_id>", GroupView.as_view()),
]


@pytest.mark.urls(__name__)
def test_rows_are_listed_changed_and_deleted(client: Client) -> None:
    for name in ("Tea", "Coffee", "Green tea"):
        created = client.post("/groups", {"name": name}, JSON)
        assert (created.status_code, created.json()["name"]) == (201, name)
    page = client.get("/groups?search=TEA&size=1").json()
    row = f"/groups/{page['items'][0]['id']}"
    assert page == {"items": [client.get(row).json()], "total": 2, "page": 1, "size": 1, "pages": 2}
    assert client.get("/groups?page=9").json()["items"] == []
    assert client.patch(row, {"name": "Cha"}, JSON).json() == client.get(row).json()
    assert client.patch(row, {}, JSON).json()["name"] == "Cha"
    assert client.delete(row).status_code == 204
    assert client.get(row).status_code == 404


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ("[]", 422), ('{"name": 5}', 422), ('{"name": "Tea", "colour": "green"}', 422)],
)
def test_an_invalid_body_is_refused(client: Client, body: str, status: int) -> None:
    response = client.post("/groups", body, JSON)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert client.get("/groups?size=101").status_code == 422
    assert not Group.objects.exists()
