"""Each test starts with empty tables, whatever the models are."""

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models import PROTECT, ProtectedError
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import User
from tests.support.empty_tables import empty_tables


def test_a_protected_row_is_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LogEntry.user.field.remote_field, "on_delete", PROTECT)
    user = User.objects.create_user("ada@example.com")
    LogEntry.objects.create(user=user, action_flag=ADDITION)
    user.groups.create(name="editors")
    with pytest.raises(ProtectedError):
        User.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        empty_tables()
    # The ORM would select the rows first, to apply `on_delete`.
    assert not any("SELECT" in query["sql"] for query in queries)
    assert not any(model.objects.exists() for model in (User, LogEntry, Group))
    assert Permission.objects.exists()
