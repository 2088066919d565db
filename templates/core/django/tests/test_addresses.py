"""An address that nobody can have is refused, once."""

import pytest

from backend.admin.accounts.forms import NewUserForm


@pytest.mark.parametrize("address", ["", "ada", "ada@localhost.1", "ada@exämple.com"])
def test_it_is_refused_in_one_sentence(address: str) -> None:
    form = NewUserForm({"email": address})
    assert len(form.errors["email"]) == 1
