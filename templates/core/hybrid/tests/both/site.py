"""How these tests use the admin site: by its forms."""

import re

import httpx2

PASSPHRASE = "tangerine lamp 42"


def twice(password: str) -> dict[str, str]:
    """Fill in the part of a form that sets a password."""
    usable = {"usable_password": "true"}  # pragma: allowlist secret
    return usable | {"password1": password, "password2": password}


def enter(client: httpx2.Client, email: str, password: str) -> httpx2.Response:
    """Sign in to the admin site; 302 where it lets one in."""
    return submit(client, "/admin/login/", username=email, password=password)


def submit(client: httpx2.Client, path: str, **fields: str | None) -> httpx2.Response:
    """Fetch a form, fill in some fields (None unticks a box), send it; 302 where it is accepted."""
    page = client.get(path)
    assert page.status_code == 200, page.text
    known: dict[str, str | None] = {**filled(page.text), **fields}
    sent = {name: value for name, value in known.items() if value is not None}
    return client.post(path, data=sent)


def filled(page: str) -> dict[str, str]:
    """Read what a form holds before anybody touches it."""
    inputs = re.findall(r"<input [^>]*>", page)
    fields = {part(tag, "name"): part(tag, "value") for tag in inputs if is_sent(tag)}
    fields |= dict(re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', page))
    for name, options in re.findall(r'(?s)<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page):
        if chosen := re.search(r'<option value="([^"]*)" selected', options):
            fields[name] = chosen[1]
    return fields


def is_sent(tag: str) -> bool:
    """Tell whether a browser sends this input: no button, and no box that is not ticked."""
    is_box = part(tag, "type") in {"checkbox", "radio"}
    return part(tag, "type") != "submit" and (not is_box or " checked" in tag)


def part(tag: str, name: str) -> str:
    """Read an attribute of a tag."""
    found = re.search(rf' {name}="([^"]*)"', tag)
    return found[1] if found else "on"
