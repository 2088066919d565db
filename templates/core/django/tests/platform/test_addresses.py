"""An invalid e-mail address gets exactly one error message."""

import pytest

from backend.accounts.forms import NewUserForm


@pytest.mark.parametrize("address", ["", "ada", "ada@localhost.1", "ada@exämple.com"])
def test_an_invalid_address_has_one_error(address: str) -> None:
    form = NewUserForm({"email": address})
    assert len(form.errors["email"]) == 1
