"""Helpers that use the admin site through its HTML forms."""

import re

import httpx2

PASSPHRASE = "tangerine lamp 42"


def new_password_fields(password: str) -> dict[str, str]:
    """Return the form fields that set a password."""
    usable = {"usable_password": "true"}  # pragma: allowlist secret
    return usable | {"password1": password, "password2": password}


def sign_in_to_admin(client: httpx2.Client, email: str, password: str) -> httpx2.Response:
    """Sign in to the admin site; the response is 302 on success."""
    return submit(client, "/admin/login/", username=email, password=password)


def submit(client: httpx2.Client, path: str, **fields: str | None) -> httpx2.Response:
    """Submit a form with changed fields (None clears a checkbox); 302 on success."""
    page = client.get(path)
    assert page.status_code == 200, page.text
    values: dict[str, str | None] = {**initial_values(page.text), **fields}
    data = {name: value for name, value in values.items() if value is not None}
    return client.post(path, data=data)


def initial_values(page: str) -> dict[str, str]:
    """Return the initial values of a form."""
    inputs = re.findall(r"<input [^>]*>", page)
    fields = {attribute(tag, "name"): attribute(tag, "value") for tag in inputs if is_sent(tag)}
    fields |= dict(re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', page))
    for name, options in re.findall(r'(?s)<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page):
        if chosen := re.search(r'<option value="([^"]*)" selected', options):
            fields[name] = chosen[1]
    return fields


def is_sent(tag: str) -> bool:
    """Tell whether a browser submits this input: not a button or an unchecked box."""
    is_box = attribute(tag, "type") in {"checkbox", "radio"}
    return attribute(tag, "type") != "submit" and (not is_box or " checked" in tag)


def attribute(tag: str, name: str) -> str:
    """Return an attribute of a tag; `on` where it is missing."""
    found = re.search(rf' {name}="([^"]*)"', tag)
    return found[1] if found else "on"
